package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.plugin.Component;
import io.flatness.core.plugin.ComponentKind;
import io.flatness.core.plugin.Registry;
import io.flatness.spi.About;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages say what the code says. {@code -Dflatness.docs=write} rewrites what is generated of them; without it a page
 * that is behind the code fails.
 */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```yaml([^\\n]*)\\n((?s:.*?))^```");
    private static final boolean WRITE = "write".equals(System.getProperty("flatness.docs"));

    private final Registry registry = Registry.fromClassPath();

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> generatedPartsAreUpToDate() throws IOException {
        GeneratedDocs generated = new GeneratedDocs(registry);
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            tests.add(DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> {
                String text = Files.readString(page);
                String wanted = generated.rewrite(text);
                if (WRITE) {
                    Files.writeString(page, wanted);
                } else {
                    assertEquals(wanted, text, page + " is behind the code; rewrite it: CONTRIBUTING.md says how");
                }
            }));
        }
        return tests.stream();
    }

    @Test
    void everyComponentHasAPageWithItsFactsItsParametersAndAnExample() throws IOException {
        List<String> missing = new ArrayList<>();
        for (ComponentKind kind : List.of(ComponentKind.TRANSFORM, ComponentKind.METRIC, ComponentKind.ANALYSIS)) {
            for (String name : registry.names(kind)) {
                Path page = DOCS.resolve(kind.plural()).resolve(name + ".md");
                String text = Files.exists(page) ? Files.readString(page) : "";
                for (String part : List.of("facts", "parameters")) {
                    if (!text.contains(GeneratedDocs.begin(part + " " + kind.word() + " " + name))) {
                        missing.add(page + " has no generated " + part);
                    }
                }
                boolean example = blocks(text).stream().anyMatch(block -> block.contains("type: " + name));
                if (!example) {
                    missing.add(page + " has no example that uses it");
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyComponentSaysWhatItIsWhereItComesFromAndWhatItCosts() {
        List<String> silent = new ArrayList<>();
        for (ComponentKind kind : List.of(ComponentKind.TRANSFORM, ComponentKind.METRIC, ComponentKind.ANALYSIS)) {
            for (Component<?> component : registry.components(kind)) {
                About about = component.factory().about();
                boolean free = kind == ComponentKind.TRANSFORM;
                if (about.definition().isEmpty()
                        || about.source().isEmpty()
                        || !free && about.cost().isEmpty()) {
                    silent.add(component.name());
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void everyPageOfAComponentIsOfOneThatExists() throws IOException {
        List<String> strangers = new ArrayList<>();
        for (ComponentKind kind : List.of(ComponentKind.TRANSFORM, ComponentKind.METRIC, ComponentKind.ANALYSIS)) {
            try (Stream<Path> files = Files.list(DOCS.resolve(kind.plural()))) {
                files.map(file -> file.getFileName().toString().replace(".md", ""))
                        .filter(name ->
                                !name.equals("README") && !registry.names(kind).contains(name))
                        .forEach(strangers::add);
            }
        }
        assertEquals(List.of(), strangers);
    }

    @Test
    void everyPageIsReachedInTwoClicksFromTheFirst() throws IOException {
        Map<Path, Integer> clicks = new LinkedHashMap<>();
        Deque<Path> next = new ArrayDeque<>(List.of(ROOT.resolve("README.md").toRealPath()));
        clicks.put(next.peek(), 0);
        List<String> broken = new ArrayList<>();
        while (!next.isEmpty()) {
            Path page = next.remove();
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                if (links.group(1).contains(":")) {
                    continue;
                }
                Path target = page.resolveSibling(links.group(1)).normalize();
                if (!Files.exists(target)) {
                    broken.add(page.getFileName() + " links " + links.group(1));
                } else if (target.toString().endsWith(".md") && !clicks.containsKey(target.toRealPath())) {
                    clicks.put(target.toRealPath(), clicks.getOrDefault(page, 0) + 1);
                    next.add(target.toRealPath());
                }
            }
        }
        assertEquals(List.of(), broken);
        Set<String> far = new TreeSet<>();
        for (Path page : pages()) {
            if (clicks.getOrDefault(page.toRealPath(), 99) > 2) {
                far.add(ROOT.relativize(page).toString());
            }
        }
        assertEquals(Set.of(), far);
    }

    /** Examples marked {@code yaml slow} take longer than a few seconds and are validated only. */
    @TestFactory
    Stream<DynamicTest> everyExperimentOnAPageIsValidAndTheQuickOnesRun() throws IOException {
        ExampleFolder examples = ExampleFolder.in(folder);
        List<DynamicTest> tests = new ArrayList<>();
        int count = 0;
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                boolean slow = block.group(1).strip().equals("slow");
                String text = block.group(2);
                String name = ROOT.relativize(page) + " " + ++count;
                tests.add(DynamicTest.dynamicTest(name, () -> examples.check(text, slow)));
            }
        }
        assertTrue(count > 40, "only " + count + " examples were found");
        return tests.stream();
    }

    private static List<String> blocks(String text) {
        return BLOCK.matcher(text).results().map(result -> result.group(2)).toList();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(DOCS)) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }
}
