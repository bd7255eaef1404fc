package io.flatness.cli;

import io.flatness.core.run.OutputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a commented experiment to start from. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Writes a commented experiment to start from; it runs as it is.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness init my.yaml", "  flatness run my.yaml"})
final class InitCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file to write. Default: ${DEFAULT-VALUE}.")
    private Path file = Path.of("experiment.yaml");

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (InputStream starter = Objects.requireNonNull(InitCommand.class.getResourceAsStream("starter.yaml"))) {
            Files.copy(starter, file);
        } catch (FileAlreadyExistsException e) {
            throw new OutputException(file + " exists already; name another file, or remove it first", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        console.out().println("Wrote " + file + ". Run it with: flatness run " + file);
    }
}
