package io.flatness.networks.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.plugin.Plugin;
import io.flatness.core.plugin.PluginException;
import io.flatness.core.plugin.PluginLoader;
import io.flatness.core.plugin.Plugins;
import io.flatness.networks.io.CsvFormat;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.ModelFormat;
import io.flatness.spi.NamedArray;
import io.flatness.spi.SourceFile;
import io.flatness.spi.loss.Minimum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's formats of models and data, compiled against the SPI alone and found in a jar. */
class ForeignFormatTest {
    private static final String SOURCE = """
            package stranger;

            import io.flatness.spi.*;
            import java.util.List;
            import java.util.Map;

            public final class Toy implements ModelFormat, DataSource {
                public String name() { return "toy"; }
                public String description() { return "A company's own format"; }
                public boolean reads(String file) { return file.endsWith(".toy"); }
                public List<NamedArray> read(SourceFile file) {
                    return List.of(
                            new NamedArray("inputs", List.of(2, 2), new double[] {1, 2, 3, 4}),
                            new NamedArray("targets", List.of(2, 1), numbers(file)));
                }
                public NetworkDescription read(SourceFile file, ModelFormat.Request request) {
                    var dense = new NetworkDescription.Layer(
                            "d", "dense", Map.of("outputs", 1, "bias", false, "order", "out-in"), List.of("r"), List.of("w"));
                    var relu = new NetworkDescription.Layer("r", "rectifier", Map.of("slope", 0), List.of("x"), List.of());
                    return NetworkDescription.of(
                            List.of(new NetworkDescription.Input("x", List.of(2), true)),
                            List.of(relu, dense),
                            "d",
                            List.of(new NamedArray("w", List.of(1, 2), numbers(file))));
                }
                private static double[] numbers(SourceFile file) {
                    try (var in = file.open()) {
                        String[] words = new String(in.readAllBytes()).strip().split(" ");
                        return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
                    } catch (java.io.IOException | NumberFormatException e) {
                        throw file.error("holds no two numbers");
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void modelAndDataOfAFormatInAJarAreMeasured() throws IOException {
        Experiments experiments = Experiments.in(folder).with(formats());
        Files.writeString(folder.resolve("net.toy"), "5 7");
        Files.writeString(folder.resolve("data.toy"), "18 40");
        Minimum minimum = experiments
                .open("model: {file: net.toy}\ndata: {type: file, file: data.toy}\nloss: mse")
                .initial();
        assertArrayEquals(new double[] {5, 7}, minimum.theta());
        // (5 + 14 − 18)² and (15 + 28 − 40)², halved and averaged
        assertEquals(2.5, minimum.surface().value(minimum.theta()), 1e-15);
        assertEquals("w", minimum.surface().layout().blocks().get(0).name());
    }

    @Test
    void whatIsWrongWithAForeignFileIsSaidAsOfAnyOther() throws IOException {
        Experiments experiments = Experiments.in(folder).with(formats());
        Files.writeString(folder.resolve("net.toy"), "five");
        experiments.refuses(
                "model.file",
                "net.toy holds no two numbers",
                "model: {file: net.toy}\ndata: {type: random, samples: 2, features: 2, classes: 2}\nloss: mse");
        Files.writeString(folder.resolve("net.other"), "");
        experiments.refuses(
                "model.file",
                "net.other is of no format that can be read; these are npz, onnx, safetensors, toy",
                "model: {file: net.other}\ndata: {type: random, samples: 2, features: 2, classes: 2}\nloss: mse");
    }

    @Test
    void aFileThatTwoFormatsReadIsRefused() throws IOException {
        Experiments experiments = Experiments.in(folder).with(formats(SOURCE.replace("\".toy\"", "\".npz\"")));
        Files.writeString(folder.resolve("net.npz"), "5 7");
        experiments.refuses(
                "model.file",
                "net.npz is read by several formats, npz, toy; remove the plugin of all but one",
                "model: {file: net.npz}\ndata: {type: random, samples: 2, features: 2, classes: 2}\nloss: mse");
    }

    @Test
    void twoFormatsOfOneNameAreBothNamed() {
        String twice = SOURCE.replace("return \"toy\"", "return \"npz\"");
        PluginException refused = assertThrows(PluginException.class, () -> formats(twice));
        assertEquals(
                "two formats are called npz: built-in (io.flatness.networks.io.NpzFormat) and "
                        + folder.resolve("toy.jar") + " (stranger.Toy); remove one of them",
                refused.getMessage());
    }

    @Test
    void theBundledFormatsReadTheFilesOfAnyHost() {
        NamedArray array = new CsvFormat().read(new Written("1,2,0\n3,4,1\n")).get(0);
        assertEquals("inputs", array.name());
        assertArrayEquals(new double[] {1, 2, 3, 4}, array.values());
        InvalidParameterException refused =
                assertThrows(InvalidParameterException.class, () -> new CsvFormat().read(new Written("1,2,0\n3,4\n")));
        assertEquals("mine", refused.parameter());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("<text>"), refused.getMessage());
    }

    /** A file that is only a text. */
    private record Written(String text) implements SourceFile {
        @Override
        public String name() {
            return "text.csv";
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public SourceFile beside(String name) {
            throw error("has no files beside it");
        }

        @Override
        public InvalidParameterException error(String message) {
            return new InvalidParameterException("mine", "<text> " + message);
        }
    }

    private List<Object> formats() throws IOException {
        return formats(SOURCE);
    }

    private List<Object> formats(String code) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = folder.resolve("Toy.java");
        Files.writeString(source, code);
        String spi = Path.of(ModelFormat.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", spi, "-d", classes.toString(), source.toString());
        assertEquals(0, failed);
        Path jar = folder.resolve("toy.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entry(entries, "stranger/Toy.class", Files.readAllBytes(classes.resolve("stranger/Toy.class")));
            for (String service : new String[] {"ModelFormat", "DataSource"}) {
                entry(entries, "META-INF/services/io.flatness.spi." + service, "stranger.Toy\n".getBytes());
            }
        }
        Plugin plugin = PluginLoader.load(jar);
        assertEquals(List.of(), plugin.problems());
        return new Plugins(List.of(plugin)).registry().formats();
    }

    private static void entry(JarOutputStream to, String name, byte[] content) throws IOException {
        to.putNextEntry(new JarEntry(name));
        to.write(content);
        to.closeEntry();
    }
}
