package io.flatness.cli;

import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.Registry;
import io.flatness.report.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names every component with one sentence. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists what experiments can name: problems, transforms, metrics, analyses.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness list", "  flatness list metrics", "  flatness list --json"})
final class ListCommand implements Runnable {
    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description = "Only one kind: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Kinds.class,
            converter = Kinds.class)
    private @Nullable ComponentKind kind;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Mixin
    private PluginOption plugins;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Registry registry = plugins.flatness(console).registry();
        List<ComponentKind> kinds = kind == null ? List.of(ComponentKind.values()) : List.of(kind);
        if (json) {
            printJson(registry, kinds);
        } else {
            print(registry, kinds);
        }
    }

    private void print(Registry registry, List<ComponentKind> kinds) {
        int width = kinds.stream()
                .flatMap(each -> registry.names(each).stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        for (ComponentKind each : kinds) {
            console.out().println(console.styled("bold", each.plural()));
            for (Component<?> component : registry.components(each)) {
                String from = component.origin().builtIn()
                        ? ""
                        : " [" + component.origin().describe() + "]";
                console.out()
                        .println("  " + Text.padRight(component.name(), width) + "  "
                                + component.factory().description() + from);
            }
        }
    }

    private void printJson(Registry registry, List<ComponentKind> kinds) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (ComponentKind each : kinds) {
            List<Map<String, String>> entries = new ArrayList<>();
            for (Component<?> component : registry.components(each)) {
                Map<String, String> entry = new LinkedHashMap<>();
                entry.put("name", component.name());
                entry.put("description", component.factory().description());
                entry.put("origin", component.origin().describe());
                entries.add(entry);
            }
            root.put(each.plural(), entries);
        }
        console.out().println(Json.pretty(root));
    }
}
