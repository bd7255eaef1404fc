package io.flatness.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between modules: built-in components use the door that third parties use. */
class ModuleArrowsTest {
    private static final List<String> OUTSIDE = List.of("java..", "org.jspecify.annotations..");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.flatness");

    @Test
    void theSpiStandsAlone() {
        allow("io.flatness.spi");
    }

    @Test
    void theNumericsUseTheSpiAlone() {
        allow("io.flatness.numerics", "io.flatness.spi..", "org.apache.commons.statistics..");
    }

    @Test
    void builtInComponentsUseTheSpiAndTheNumericsAlone() {
        for (String module : List.of("metrics", "transforms", "analyses")) {
            String home = "io.flatness." + module;
            if (ALL.stream().anyMatch(type -> type.getPackageName().startsWith(home))) {
                allow(home, "io.flatness.spi..", "io.flatness.numerics..");
            }
        }
    }

    @Test
    void metricsOfOneFamilyDoNotKnowAnother() {
        List<String> families = ALL.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.flatness.metrics."))
                .map(name -> name.split("\\.")[3])
                .distinct()
                .sorted()
                .toList();
        assertTrue(families.size() >= 3, families.toString());
        for (String family : families) {
            List<String> others = families.stream()
                    .filter(other -> !other.equals(family))
                    .map(other -> "io.flatness.metrics." + other + "..")
                    .toList();
            noClasses()
                    .that()
                    .resideInAPackage("io.flatness.metrics." + family + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.toArray(String[]::new))
                    .check(ALL);
        }
    }

    @Test
    void theEngineUsesTheSpiAndTheNumericsAlone() {
        for (String room : List.of("elementary", "graph", "layer", "tile", "loss", "engine")) {
            allow(
                    "io.flatness.networks." + room,
                    "io.flatness.spi..",
                    "io.flatness.numerics..",
                    "io.flatness.networks.elementary..",
                    "io.flatness.networks.graph..",
                    "io.flatness.networks.layer..",
                    "io.flatness.networks.tile..",
                    "io.flatness.networks.loss..",
                    "io.flatness.networks.engine..");
        }
    }

    @Test
    void tilesDoNotKnowTheLayersThatRunOnThem() {
        allow("io.flatness.networks.elementary");
        allow("io.flatness.networks.tile", "io.flatness.spi..", "io.flatness.networks.elementary..");
    }

    @Test
    void reportsReadResultsAndKnowNoComponent() {
        allow(
                "io.flatness.report",
                "io.flatness.spi..",
                "com.fasterxml.jackson..",
                "gg.jte..",
                "org.mozilla.javascript..",
                "com.github.weisj.jsvg..",
                "javax.imageio..");
    }

    @Test
    void theLibrariesOfFileFormatsStayWithTheReaders() {
        allow(
                "io.flatness.networks.io",
                "io.flatness.spi..",
                "io.flatness.networks.graph..",
                "io.flatness.networks.layer..",
                "io.flatness.networks.tile..",
                "ai.onnx.proto..",
                "org.tribuo..",
                "com.google.protobuf..",
                "com.fasterxml.jackson..");
        for (String room : List.of("data", "problem", "train")) {
            allow(
                    "io.flatness.networks." + room,
                    "io.flatness.spi..",
                    "io.flatness.numerics..",
                    "io.flatness.networks..");
        }
    }

    private void allow(String home, String... others) {
        List<String> packages = new ArrayList<>(OUTSIDE);
        packages.add(home + "..");
        packages.addAll(List.of(others));
        classes()
                .that()
                .resideInAPackage(home + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .check(ALL);
    }

    @Test
    void randomnessComesFromTheContextAndOutputFromTheCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.Random.class, java.util.concurrent.ThreadLocalRandom.class)
                .check(ALL);
        noClasses().should().callMethod(Math.class, "random").check(ALL);
        for (String stream : List.of("out", "err")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.flatness.cli..", "io.flatness.benchmarks..")
                    .should()
                    .accessField(System.class, stream)
                    .check(ALL);
        }
    }

    @Test
    void manyClassesWereLookedAt() {
        assertTrue(ALL.size() > 200, "only " + ALL.size());
        assertFalse(ALL.stream().anyMatch(type -> type.getSimpleName().endsWith("Impl")));
    }
}
