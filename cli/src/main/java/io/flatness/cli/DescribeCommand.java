package io.flatness.cli;

import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.PluginException;
import io.flatness.core.plugin.Registry;
import io.flatness.spi.Param;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains one component: what it computes and which parameters it takes. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Explains a component and its parameters.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness describe epsilon-sharpness", "  flatness describe layer-rescaling"})
final class DescribeCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "A component, as 'flatness list' names it.")
    private String name = "";

    @Mixin
    private PluginOption plugins;

    DescribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Registry registry = plugins.flatness(console).registry();
        boolean found = false;
        for (ComponentKind kind : ComponentKind.values()) {
            if (registry.find(kind, name).isPresent()) {
                print(kind, registry.find(kind, name).get());
                found = true;
            }
        }
        if (!found) {
            throw new PluginException("nothing is called '" + name + "'; 'flatness list' shows all names");
        }
    }

    private void print(ComponentKind kind, Component<?> component) {
        console.out()
                .println(console.styled("bold", component.name()) + ", a " + kind.word() + " ("
                        + component.origin().describe() + ")");
        console.out().println("  " + component.factory().description());
        console.out().println();
        List<RecordComponent> parameters =
                new ArrayList<>(List.of(component.factory().parameters().getRecordComponents()));
        for (RecordComponent parameter : parameters) {
            Param param = parameter.getAnnotation(Param.class);
            String type = parameter.getType().getSimpleName();
            String preset = param == null || param.defaultValue().isEmpty()
                    ? (param != null && param.optional() ? "optional" : "required")
                    : "default " + param.defaultValue();
            console.out().println("  " + parameter.getName() + ": " + type + ", " + preset);
            console.out().println("      " + (param == null ? "" : param.doc()));
        }
    }
}
