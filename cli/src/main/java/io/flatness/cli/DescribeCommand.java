package io.flatness.cli;

import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.bind.ParameterDescription;
import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.Registry;
import io.flatness.core.spec.DidYouMean;
import io.flatness.report.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains one component, what it computes and which parameters it takes, or one model file. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Explains a component and its parameters, or shows the layers of a model file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness describe epsilon-sharpness",
            "  flatness describe layer-rescaling",
            "  flatness describe network model              the inside of one parameter",
            "  flatness describe model.onnx"
        })
final class DescribeCommand implements Runnable {
    /** As many parameters fit a page. */
    private static final int PAGE = 25;

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "A component as 'flatness list' names it, or an ONNX, safetensors or npz file.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PART",
            description = "A parameter that holds others: shows what is inside it.")
    private @Nullable String part;

    @Option(names = "--output", paramLabel = "NAME", description = "The output of a model that has several.")
    private @Nullable String output;

    @Mixin
    private PluginOption plugins;

    DescribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Registry registry = plugins.flatness(console).registry();
        ModelDescription models = new ModelDescription(console, registry.formats());
        if (models.isModel(name)) {
            models.print(Path.of(name), Optional.ofNullable(output));
            return;
        }
        Set<String> names = new TreeSet<>();
        boolean found = false;
        for (ComponentKind kind : ComponentKind.values()) {
            names.addAll(registry.names(kind));
            if (registry.find(kind, name).isPresent()) {
                print(kind, registry.find(kind, name).get());
                found = true;
            }
        }
        if (!found) {
            throw new ParameterException(
                    spec.commandLine(), "nothing is called '" + name + "'" + DidYouMean.hint(name, names));
        }
    }

    private void print(ComponentKind kind, Component<?> component) {
        List<ParameterDescription> all = ParameterBinder.describe(component.factory());
        List<ParameterDescription> parameters = part == null ? page(all) : inside(component.name(), all, part);
        String article = kind == ComponentKind.ANALYSIS ? "an " : "a ";
        console.out()
                .println(console.styled("bold", component.name()) + "  " + article + kind.word()
                        + (component.origin().builtIn()
                                ? ""
                                : " from " + component.origin().describe()));
        wrapped("  ", component.factory().description());
        ComponentFacts.of(component.factory()).forEach((what, text) -> wrapped("  ", what + ": " + text));
        console.out().println();
        if (parameters.isEmpty()) {
            console.out().println("  It has no parameters.");
        }
        for (ParameterDescription parameter : parameters) {
            console.out()
                    .println("  " + console.styled("bold", parameter.name()) + "  " + parameter.type()
                            + presence(parameter) + (parameter.sweeps() ? "; a list sweeps" : ""));
            if (!parameter.doc().isEmpty()) {
                wrapped("      ", parameter.doc());
            }
        }
        if (parameters.size() < all.size() && part == null) {
            List<String> parts = parameters.stream()
                    .map(ParameterDescription::name)
                    .filter(top -> !inside(all, top).equals(List.of(top)))
                    .toList();
            console.out().println();
            wrapped(
                    "  ",
                    "What is inside " + String.join(", ", parts) + ": flatness describe " + component.name() + " "
                            + parts.get(0));
        }
        console.out().println();
    }

    /** What fits a page: all parameters, or those that are not inside others. */
    private static List<ParameterDescription> page(List<ParameterDescription> all) {
        return all.size() <= PAGE
                ? all
                : all.stream()
                        .filter(parameter -> !parameter.name().contains("."))
                        .toList();
    }

    private List<ParameterDescription> inside(String component, List<ParameterDescription> all, String wanted) {
        List<String> names = inside(all, wanted);
        if (names.isEmpty()) {
            List<String> tops =
                    page(all).stream().map(ParameterDescription::name).toList();
            throw new ParameterException(
                    spec.commandLine(),
                    component + " has no parameter '" + wanted + "'" + DidYouMean.hint(wanted, tops));
        }
        return all.stream()
                .filter(parameter -> names.contains(parameter.name()))
                .toList();
    }

    /** The names of a parameter and of those inside it. */
    private static List<String> inside(List<ParameterDescription> all, String wanted) {
        return all.stream()
                .map(ParameterDescription::name)
                .filter(name -> name.equals(wanted) || name.startsWith(wanted + ".") || name.startsWith(wanted + "["))
                .toList();
    }

    private static String presence(ParameterDescription parameter) {
        if (parameter.required()) {
            return "; required";
        }
        return parameter.defaultValue() == null ? "; optional" : "; default " + parameter.defaultValue();
    }

    private void wrapped(String indent, String text) {
        Text.wrap(text, Math.min(console.width(), 100) - indent.length())
                .forEach(line -> console.out().println(indent + line));
    }
}
