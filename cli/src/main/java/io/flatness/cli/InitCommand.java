package io.flatness.cli;

import io.flatness.core.run.OutputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes an experiment to start from: a commented one, or one for a network of the user's. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Writes an experiment to start from; it runs as it is.",
            "",
            "Without a model: a commented one, whose network is trained on bundled data. With a model file: one that measures"
                    + " this network, on its data or, without any, on made-up inputs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness init my.yaml",
            "  flatness init model.onnx data.npz            writes model.yaml",
            "  flatness init model.onnx --to study.yaml",
            "  flatness run model.yaml"
        })
final class InitCommand implements Runnable {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            arity = "0..1",
            description = "The experiment to write, or a model file. Default: ${DEFAULT-VALUE}.")
    private Path file = Path.of("experiment.yaml");

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            arity = "0..1",
            description = "The data of the model: npz with the arrays inputs and labels or targets, or csv with the class last.")
    private @Nullable Path data;

    @Option(names = "--to", paramLabel = "YAML", description = "The experiment to write for a model.")
    private @Nullable Path to;

    @Mixin
    private PluginOption plugins;

    @Spec
    private CommandSpec spec;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Object> formats = plugins.flatness(console).registry().formats();
        Path target = to != null ? to : file;
        ModelExperiment probe = new ModelExperiment(folder(target), formats);
        String text;
        if (probe.isModel(file)) {
            target = to != null ? to : Path.of(file.getFileName().toString().replaceAll("\\.[^.]*$", "") + ".yaml");
            text = new ModelExperiment(folder(target), formats).text(file, data);
        } else if (data != null || to != null) {
            throw new ParameterException(
                    spec.commandLine(), file + " is no model file; data and --to belong to one, such as model.onnx");
        } else {
            text = starter();
        }
        write(target, text);
        console.out().println("Wrote " + target + ". Run it with: flatness run " + target);
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    private static String starter() {
        try (InputStream starter = Objects.requireNonNull(InitCommand.class.getResourceAsStream("starter.yaml"))) {
            return new String(starter.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path target, String text) {
        try {
            Files.writeString(target, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new OutputException(target + " exists already; name another file, or remove it first", e);
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written", e);
        }
    }
}
