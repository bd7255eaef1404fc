package io.flatness.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows of the core: data flow forward, and each library has one home. */
class ArrowsTest {
    private static final String CORE = "io.flatness.core.";

    /** A package may use those before it. */
    private static final List<String> FORWARD = List.of(
            "version",
            "spec",
            "bind",
            "plugin",
            "linalg",
            "host",
            "telemetry",
            "plan",
            "run",
            "worker",
            "report",
            "wiring");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.flatness.core");

    @Test
    void packagesUseOnlyThoseBeforeThem() {
        for (int i = 0; i < FORWARD.size(); i++) {
            for (String later : FORWARD.subList(i + 1, FORWARD.size())) {
                noClasses()
                        .that()
                        .resideInAPackage(CORE + FORWARD.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(CORE + later + "..")
                        .check(CLASSES);
            }
            noClasses()
                    .that()
                    .resideInAPackage(CORE + FORWARD.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.flatness.core")
                    .check(CLASSES);
        }
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(CORE))
                .map(name -> name.substring(CORE.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(FORWARD), found);
        assertTrue(CLASSES.size() > 80, "only " + CLASSES.size() + " classes were looked at");
    }

    @Test
    void everyLibraryHasOneHome() {
        onlyIn("org.ojalgo..", "linalg");
        onlyIn("com.google.inject..", "wiring");
        onlyIn("com.fasterxml.jackson.dataformat..", "spec");
        onlyIn("org.yaml..", "spec");
        onlyIn("io.micrometer..", "telemetry", "wiring");
    }

    private void onlyIn(String library, String... homes) {
        String[] packages =
                List.of(homes).stream().map(home -> CORE + home + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void thereAreNoHiddenInputsAndNoHiddenOutputs() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.Random.class, java.util.concurrent.ThreadLocalRandom.class)
                .check(CLASSES);
        noClasses().should().callMethod(Math.class, "random").check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "bind..")
                .and()
                // A capability may be an interface that only a plugin knows.
                .doNotHaveFullyQualifiedName(CORE + "telemetry.MeteredCapability")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        java.lang.reflect.Method.class,
                        java.lang.reflect.Constructor.class,
                        java.lang.reflect.Field.class,
                        java.lang.reflect.RecordComponent.class)
                .check(CLASSES);
    }
}
