package io.flatness.cli;

import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.bind.ParameterDescription;
import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.Registry;
import io.flatness.spi.MetricFactory;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The parts of pages that are made from the components: tables of parameters, facts, and lists of components. */
final class GeneratedDocs {
    private static final String END = "<!-- end of what is generated -->";
    private static final Pattern PART = Pattern.compile("(?s)<!-- generated: ([^>]*?) -->\\n.*?" + Pattern.quote(END));

    private final Registry registry;

    GeneratedDocs(Registry registry) {
        this.registry = registry;
    }

    static String begin(String what) {
        return "<!-- generated: " + what + " -->";
    }

    /** The page with its generated parts as the code has them. */
    String rewrite(String page) {
        return PART.matcher(page).replaceAll(part -> java.util.regex.Matcher.quoteReplacement(part(part)));
    }

    private String part(MatchResult part) {
        String[] words = part.group(1).split(" ");
        String content = switch (words[0]) {
            case "parameters" ->
                parameters(registry.find(kind(words[1]), words[2]).orElseThrow());
            case "facts" -> facts(registry.find(kind(words[1]), words[2]).orElseThrow());
            case "components" -> components(kind(words[1]));
            default -> throw new IllegalArgumentException("nothing generates '" + part.group(1) + "'");
        };
        return begin(part.group(1)) + "\n" + content + END;
    }

    private static ComponentKind kind(String word) {
        return ComponentKind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String facts(Component<?> component) {
        StringBuilder list = new StringBuilder();
        ComponentFacts.of(component.factory())
                .forEach((what, text) -> list.append("- **")
                        .append(what)
                        .append(":** ")
                        .append(escaped(text))
                        .append("\n"));
        return list.toString();
    }

    private String parameters(Component<?> component) {
        List<ParameterDescription> parameters = ParameterBinder.describe(component.factory());
        if (parameters.isEmpty()) {
            return "It has no parameters.\n";
        }
        return "| parameter | what it can be | default | meaning |\n|---|---|---|---|\n"
                + parameters.stream().map(GeneratedDocs::row).collect(Collectors.joining());
    }

    private static String row(ParameterDescription parameter) {
        String value = parameter.defaultValue();
        String standard = parameter.required() ? "required" : value == null ? "–" : "`" + value + "`";
        String type = parameter.type() + (parameter.sweeps() ? "" : "; does not sweep");
        return "| `" + parameter.name() + "` | " + cell(type) + " | " + cell(standard) + " | " + cell(parameter.doc())
                + " |\n";
    }

    private String components(ComponentKind kind) {
        if (kind == ComponentKind.METRIC) {
            return metrics();
        }
        return "| `type` | what it does |\n|---|---|\n"
                + registry.components(kind).stream()
                        .filter(component -> component.origin().builtIn())
                        .map(component -> "| " + link(kind, component.name()) + " | "
                                + cell(component.factory().description()) + " |\n")
                        .collect(Collectors.joining());
    }

    private String metrics() {
        StringBuilder table = new StringBuilder("| `type` | what it measures | claims to survive |\n|---|---|---|\n");
        for (Component<?> component : registry.components(ComponentKind.METRIC)) {
            MetricFactory<?> factory = (MetricFactory<?>) component.factory();
            String survives =
                    MetricFacts.of(factory).map(MetricFacts::survivesWords).orElse("see its page");
            table.append("| ")
                    .append(link(ComponentKind.METRIC, component.name()))
                    .append(" | ")
                    .append(cell(factory.description()))
                    .append(" | ")
                    .append(survives)
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String link(ComponentKind kind, String name) {
        return kind == ComponentKind.PROBLEM ? "`" + name + "`" : "[`" + name + "`](" + name + ".md)";
    }

    /** Characters that Markdown would take for its own. */
    private static String escaped(String text) {
        return text.replaceAll("([*_<|])", "\\\\$1");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
