package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A project that was started is compiled against the SPI alone, loaded as a jar, and run. */
class NewPluginTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> aProjectOfEveryKindBuildsAndRuns() {
        return Stream.of("metric", "transform", "analysis", "format")
                .map(kind -> dynamicTest(kind, () -> buildsAndRuns(kind)));
    }

    private void buildsAndRuns(String kind) throws IOException {
        RecordingConsole console = new RecordingConsole(false, 100);
        Path project = folder.resolve(kind);
        assertEquals(0, run(console, "plugins", "new", "my-" + kind, "--" + kind, "--folder", project.toString()));
        jar(project, folder.resolve(kind + "-plugins").resolve("my-" + kind + ".jar"));
        RecordingConsole run = new RecordingConsole(false, 100);
        int exit = run(
                run,
                "run",
                project.resolve("experiment.yaml").toString(),
                "--plugins",
                folder.resolve(kind + "-plugins").toString(),
                "--out",
                folder.resolve(kind + "-out").toString());
        assertEquals(0, exit, run.err());
        assertTrue(Files.readString(folder.resolve(kind + "-out/results.json")).contains("my-" + kind));
    }

    private static int run(RecordingConsole console, String... arguments) {
        return Main.commandLine(console.console()).execute(arguments);
    }

    private void jar(Path project, Path jar) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler);
        Path classes = project.resolve("target/classes");
        Files.createDirectories(classes);
        List<String> sources =
                files(project.resolve("src/main/java")).map(Path::toString).toList();
        String spi = Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> entry.contains("flatness-spi") || entry.contains("jspecify"))
                .reduce((a, b) -> a + java.io.File.pathSeparator + b)
                .orElseThrow();
        String[] arguments = Stream.concat(
                        Stream.of("-proc:none", "--release", "17", "-cp", spi, "-d", classes.toString()),
                        sources.stream())
                .toArray(String[]::new);
        assertEquals(0, compiler.run(null, OutputStream.nullOutputStream(), System.err, arguments));
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path root : List.of(classes, project.resolve("src/main/resources"))) {
                for (Path file : files(root).toList()) {
                    out.putNextEntry(new JarEntry(root.relativize(file).toString()));
                    Files.copy(file, out);
                }
            }
        }
    }

    private static Stream<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).toList().stream();
        }
    }

    @Test
    void aNameThatIsNoneIsRefusedAndNothingWritten() throws IOException {
        for (String name : List.of("../x", "My", "a b", "-x", "a--b", "é")) {
            RecordingConsole console = new RecordingConsole(false, 100);
            assertEquals(
                    2,
                    run(
                            console,
                            "plugins",
                            "new",
                            "--metric",
                            "--folder",
                            folder.resolve("no").toString(),
                            "--",
                            name));
            assertTrue(Files.notExists(folder.resolve("no")), name);
        }
        RecordingConsole console = new RecordingConsole(false, 100);
        Files.createDirectories(folder.resolve("there"));
        assertEquals(
                2,
                run(
                        console,
                        "plugins",
                        "new",
                        "my-x",
                        "--metric",
                        "--folder",
                        folder.resolve("there").toString()));
        assertTrue(console.err().contains("exists already"), console.err());
    }

    @Test
    void lockedRefusesAFolderWithoutALock() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("unlocked"));
        Files.write(plugins.resolve("a.jar"), "no jar".getBytes(StandardCharsets.UTF_8));
        RecordingConsole console = new RecordingConsole(false, 100);
        assertEquals(2, run(console, "list", "metrics", "--plugins", plugins.toString(), "--locked"));
        assertTrue(console.err().contains("holds plugins and no plugins.lock"), console.err());
    }
}
