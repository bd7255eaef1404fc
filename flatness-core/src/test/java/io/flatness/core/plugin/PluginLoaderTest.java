package io.flatness.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.core.version.Version;
import io.flatness.spi.About;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void aJarProvidesItsMetricUnderItsNameAndHash() throws IOException, NoSuchAlgorithmException {
        Path jar = new PluginJar()
                .metric("outside.Seven", "seven", "7")
                .provides("outside.Seven")
                .resource("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Version: 2.5\n")
                .write(folder.resolve("seven.jar"));

        Plugins plugins = PluginLoader.load(List.of(folder));

        assertEquals(List.of(), plugins.problems());
        Component<MetricFactory<?>> metric = plugins.registry().metric("seven").orElseThrow();
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        assertEquals(new Origin("seven", "2.5", sha256, jar.toString()), metric.origin());
        assertEquals(7, measure(metric.factory()));
    }

    @Test
    void aFolderBringsItsOwnLibraries() throws IOException {
        Path own = Files.createDirectories(folder.resolve("mine"));
        new PluginJar()
                .source(
                        "lib.Answer",
                        "package lib; public class Answer { public static double value() { return 42; } }")
                .write(own.resolve("library.jar"));
        new PluginJar()
                .source("lib.Answer", "package lib; public class Answer { public static native double value(); }")
                .leaveOut("lib.Answer")
                .metric("outside.Asks", "asks", "lib.Answer.value()")
                .provides("outside.Asks")
                .write(own.resolve("metric.jar"));

        Plugins plugins = PluginLoader.load(List.of(folder));

        assertEquals(List.of(), plugins.problems());
        assertEquals(42, measure(plugins.registry().metric("asks").orElseThrow().factory()));
    }

    @Test
    void ofTheHostAPluginSeesTheSpiAlone() throws IOException {
        new PluginJar()
                .metric("outside.Looks", "looks", """
                        (sees("io.flatness.spi.Metric") ? 1 : 0)
                                + (sees("io.flatness.core.Flatness") ? 10 : 0)
                                + (sees("com.google.inject.Guice") ? 100 : 0)
                                + (finds("io/flatness/spi/Metric.class") ? 1000 : 0)
                                + (finds("io/flatness/core/Flatness.class") ? 10000 : 0)
                                + (finds("com/google/inject/Guice.class") ? 100000 : 0)
                                + (finds("META-INF/services/io.flatness.spi.MetricFactory") ? 1000000 : 0));
                    }
                    static boolean finds(String name) {
                        return Looks.class.getClassLoader().getResource(name) != null;
                    }
                    static boolean sees(String name) {
                        try {
                            Class.forName(name);
                            return true;
                        } catch (ClassNotFoundException e) {
                            return false;
                        }
                    }
                    Metric unused() { return (minimum, context) -> Measurement.exact(0""")
                .provides("outside.Looks")
                .write(folder.resolve("looks.jar"));

        Plugins plugins = PluginLoader.load(List.of(folder));

        assertEquals(List.of(), plugins.problems());
        assertEquals(
                1001001,
                measure(plugins.registry().metric("looks").orElseThrow().factory()));
    }

    @Test
    void oneClassListsEverythingThatAJarOffers() throws IOException {
        Path jar = new PluginJar()
                .source("list.Everything", """
                        package list;
                        import io.flatness.spi.*;
                        import java.util.*;
                        public final class Everything implements Contents {
                            public record None() {}
                            public List<ComponentFactory<?>> components() {
                                return Arrays.asList(
                                        MetricFactory.of("one", "1", None.class, none -> (m, c) -> Measurement.exact(1)),
                                        null,
                                        MetricFactory.of("Bad Name", "3", None.class, none -> null),
                                        MetricFactory.of(
                                                "two",
                                                About.of("2").definition("1 + 1").source("Euclid").cost("none"),
                                                None.class,
                                                none -> (m, c) -> Measurement.exact(2)),
                                        TransformFactory.of("stay", "=", None.class, none -> null)
                                                .neutralAt(Map.of("by", 0.0)),
                                        AnalysisFactory.of("ask", "?", None.class, none -> c -> List.of()));
                            }
                        }
                        """)
                .resource("META-INF/services/io.flatness.spi.Contents", "list.Everything\n")
                .write(folder.resolve("list.jar"));

        Plugins plugins = PluginLoader.load(List.of(folder));

        assertEquals(
                List.of(
                        jar + ": a component cannot be used: list.Everything.components() contains null",
                        jar + ": a component cannot be used: list.Everything.components().name() is Bad Name;"
                                + " a name is in kebab-case"),
                plugins.problems());
        Registry registry = plugins.registry();
        assertEquals(1, measure(registry.metric("one").orElseThrow().factory()));
        assertEquals(2, measure(registry.metric("two").orElseThrow().factory()));
        assertTrue(registry.analysis("ask").isPresent());
        assertEquals(
                About.of("2").definition("1 + 1").source("Euclid").cost("none"),
                registry.metric("two").orElseThrow().factory().about());
        assertEquals(
                Map.of("by", 0.0),
                registry.transform("stay").orElseThrow().factory().neutral());
    }

    @Test
    void twoJarsWithOneNameAreBothNamed() throws IOException {
        Path first = new PluginJar()
                .metric("a.First", "same", "1")
                .provides("a.First")
                .write(folder.resolve("first.jar"));
        Path second = new PluginJar()
                .metric("b.Second", "same", "2")
                .provides("b.Second")
                .write(folder.resolve("second.jar"));

        PluginException error = assertThrows(
                PluginException.class, () -> PluginLoader.load(List.of(folder)).registry());

        assertEquals(
                "two components provide the metric same: " + first + " (a.First) and " + second
                        + " (b.Second); remove one of them",
                error.getMessage());
    }

    @Test
    void aJarWithoutProvidersSaysSo() throws IOException {
        Path jar = new PluginJar().metric("outside.Seven", "seven", "7").write(folder.resolve("silent.jar"));

        assertEquals(
                List.of(jar + " provides no component: it has none of the files META-INF/services/"
                        + "{io.flatness.spi.ProblemFactory,io.flatness.spi.TransformFactory,"
                        + "io.flatness.spi.MetricFactory,io.flatness.spi.AnalysisFactory,io.flatness.spi.Contents}"),
                PluginLoader.load(List.of(folder)).problems());
    }

    @Test
    void aJarWithSpiClassesInsideSaysSo() throws IOException {
        Path jar = new PluginJar()
                .source("io.flatness.spi.Extra", "package io.flatness.spi; public class Extra {}")
                .metric("outside.Seven", "seven", "7")
                .provides("outside.Seven")
                .write(folder.resolve("fat.jar"));

        assertEquals(
                List.of(jar + " contains SPI classes (io.flatness.spi.Extra), which must come from Flatness:"
                        + " give flatness-spi the scope 'provided' and build it again"),
                PluginLoader.load(List.of(folder)).problems());
    }

    @Test
    void aJarBuiltAgainstAnotherSpiSaysWhatIsMissing() throws IOException {
        Path newClass = new PluginJar()
                .source(
                        "io.flatness.spi.Future",
                        "package io.flatness.spi; public class Future { public static double now() { return 1; } }")
                .leaveOut("io.flatness.spi.Future")
                .metric("outside.Early", "early", "Future.now()")
                .provides("outside.Early")
                .write(folder.resolve("early.jar"));
        Path newMethod = new PluginJar()
                .source("io.flatness.spi.Measurement", """
                        package io.flatness.spi;
                        public record Measurement() {
                            public static Measurement precise(double value) { return new Measurement(); }
                            public static Measurement exact(double value) { return new Measurement(); }
                        }
                        """)
                .source("io.flatness.spi.Metric", """
                        package io.flatness.spi;
                        public interface Metric { Measurement measure(Object minimum, Object context); }
                        """)
                .leaveOut("io.flatness.spi.Measurement")
                .leaveOut("io.flatness.spi.Metric")
                .source(
                        "outside.Precise",
                        "package outside; class Precise { Object o = io.flatness.spi.Measurement.precise(1); }")
                .write(folder.resolve("precise.jar"));

        assertEquals(
                List.of(
                        newClass + " was built against another version of the SPI: outside.Early uses"
                                + " io.flatness.spi.Future, which this Flatness does not have;"
                                + " build it against flatness-spi " + Version.CURRENT,
                        newMethod + " was built against another version of the SPI: outside.Precise uses"
                                + " io.flatness.spi.Measurement.precise(D)Lio/flatness/spi/Measurement;,"
                                + " which this Flatness does not have; build it against flatness-spi "
                                + Version.CURRENT),
                PluginLoader.load(List.of(folder)).problems());
    }

    @Test
    void aProviderThatLacksAMethodOfTheSpiSaysSo() throws IOException {
        Path jar = new PluginJar()
                .source("io.flatness.spi.ComponentFactory", """
                        package io.flatness.spi;
                        public interface ComponentFactory<P extends Record> { String name(); Class<P> parameters(); }
                        """)
                .leaveOut("io.flatness.spi.ComponentFactory")
                .source("io.flatness.spi.MetricFactory", """
                        package io.flatness.spi;
                        public interface MetricFactory<P extends Record> extends ComponentFactory<P> {
                            Metric create(P parameters);
                        }
                        """)
                .leaveOut("io.flatness.spi.MetricFactory")
                .metric("outside.Old", "old", "1")
                .source("outside.Old", """
                        package outside;
                        import io.flatness.spi.*;
                        public final class Old implements MetricFactory<Old.None> {
                            public record None() {}
                            public String name() { return "old"; }
                            public Class<None> parameters() { return None.class; }
                            public Metric create(None none) { return null; }
                        }
                        """)
                .provides("outside.Old")
                .write(folder.resolve("old.jar"));

        assertEquals(
                List.of(jar + " was built against another version of the SPI: outside.Old lacks the method"
                        + " description()Ljava/lang/String; of io.flatness.spi.MetricFactory;"
                        + " build it against flatness-spi " + Version.CURRENT),
                PluginLoader.load(List.of(folder)).problems());
    }

    @Test
    void whatIsNoJarSaysSo() throws IOException {
        Path text = Files.writeString(folder.resolve("a.jar"), "no zip");
        Path whole = new PluginJar()
                .metric("outside.Seven", "seven", "7")
                .provides("outside.Seven")
                .write(folder.resolve("b.jar"));
        Files.write(whole, Arrays.copyOf(Files.readAllBytes(whole), 300));

        List<String> problems = PluginLoader.load(List.of(folder)).problems();

        assertEquals(2, problems.size());
        assertTrue(problems.get(0).startsWith(text + " is not a readable jar"), problems.get(0));
        assertTrue(problems.get(1).startsWith(whole + " is not a readable jar"), problems.get(1));
    }

    @Test
    void aBrokenProviderHidesNoOther() throws IOException {
        Path jar = new PluginJar()
                .source("outside.Throws", """
                        package outside;
                        import io.flatness.spi.*;
                        public final class Throws implements MetricFactory<Throws.None> {
                            public record None() {}
                            public Throws() { throw new IllegalStateException("no licence"); }
                            public String name() { return "throws"; }
                            public String description() { return ""; }
                            public Class<None> parameters() { return None.class; }
                            public Metric create(None none) { return null; }
                        }
                        """)
                .metric("outside.Shouts", "SHOUTS", "1")
                .metric("outside.Seven", "seven", "7")
                .provides("outside.Missing", "outside.Throws", "outside.Shouts", "outside.Seven")
                .write(folder.resolve("mixed.jar"));

        Plugins plugins = PluginLoader.load(List.of(folder));

        assertEquals(
                List.of(
                        jar + ": a metric cannot be used: io.flatness.spi.MetricFactory:"
                                + " Provider outside.Missing not found",
                        jar + ": a metric cannot be used: IllegalStateException: no licence",
                        jar + ": a metric cannot be used: outside.Shouts.name() is SHOUTS; a name is in kebab-case"),
                plugins.problems());
        assertEquals(7, measure(plugins.registry().metric("seven").orElseThrow().factory()));
    }

    @Test
    void anEmptyFolderSaysSo() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("README.md"), "not a plugin");

        assertEquals(
                List.of(empty + " holds no jar"),
                PluginLoader.load(List.of(folder)).problems());
    }

    @Test
    void aLockAllowsWhatItPinsAndNothingElse() throws IOException {
        new PluginJar().metric("a.First", "first", "1").provides("a.First").write(folder.resolve("first.jar"));
        Path changed = new PluginJar()
                .metric("b.Second", "second", "2")
                .provides("b.Second")
                .write(folder.resolve("second.jar"));
        PluginLock.write(folder);
        assertEquals(List.of(), PluginLoader.load(List.of(folder)).problems());

        new PluginJar().metric("b.Second", "second", "3").provides("b.Second").write(changed);
        Path added = new PluginJar()
                .metric("c.Third", "third", "3")
                .provides("c.Third")
                .write(folder.resolve("third.jar"));

        Plugins plugins = PluginLoader.load(List.of(folder));
        Path lock = folder.resolve("plugins.lock");
        assertEquals(
                List.of(
                        changed + " has changed: its SHA-256 is not the one in " + lock
                                + "; if you trust it, pin it with: flatness plugins lock",
                        added + " is not pinned in " + lock + "; if you trust it, pin it with: flatness plugins lock"),
                plugins.problems());
        assertTrue(plugins.registry().metric("first").isPresent());
        assertTrue(plugins.registry().metric("second").isEmpty());
        assertTrue(plugins.registry().metric("third").isEmpty());
    }

    private static <P extends Record> double measure(MetricFactory<P> factory) {
        try {
            P none = factory.parameters().getDeclaredConstructor().newInstance();
            Metric metric = factory.create(none);
            return metric.measure(new Minimum(new Flat(), new double[1]), LocalContext.singleThreaded(1))
                    .value();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** L = 0 in one variable. */
    private static final class Flat implements LossSurface {
        @Override
        public ParameterLayout layout() {
            return ParameterLayout.single("x", 1);
        }

        @Override
        public double value(double[] theta) {
            return 0;
        }

        @Override
        public double valueAndGradient(double[] theta, double[] into) {
            into[0] = 0;
            return 0;
        }

        @Override
        public SymmetricOperator hessianAt(double[] theta) {
            throw new AssertionError("not asked for");
        }
    }
}
