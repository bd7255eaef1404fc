package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The root script in a small checkout, with a Maven that only writes the distribution down. */
class LauncherTest {
    private static final long PATIENCE_SECONDS = 60;

    private static final List<String> COMMANDS = List.of(
            "bash",
            "env",
            "dirname",
            "readlink",
            "find",
            "cksum",
            "sort",
            "tr",
            "sed",
            "grep",
            "awk",
            "head",
            "tail",
            "cat",
            "cp",
            "mv",
            "rm",
            "mkdir",
            "rmdir",
            "mktemp",
            "chmod",
            "sleep",
            "flock");

    @TempDir
    private Path folder;

    private Path checkout;
    private Path tools;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("check out"));
        tools = Files.createDirectories(folder.resolve("tools"));
        Files.copy(Path.of("..", "flatness"), checkout.resolve("flatness"));
        checkout.resolve("flatness").toFile().setExecutable(true);
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.createDirectories(checkout.resolve("cli/src/main/java"));
        Files.writeString(checkout.resolve("cli/pom.xml"), "<project/>");
        Files.writeString(checkout.resolve("cli/src/main/java/A.java"), "class A {}");
        tool("javac", "echo 'javac 17.0.1'");
        tool("mvn", """
                echo build >> "$PWD/builds"
                sleep 0.3
                bin=cli/target/distribution/flatness/bin
                mkdir -p $bin
                cat > $bin/flatness <<'END'
                #!/usr/bin/env bash
                echo "in $PWD with $* and plugins in $FLATNESS_PLUGINS"
                exit 3
                END
                chmod +x $bin/flatness
                """);
    }

    @Test
    void buildsOnceAndPassesArgumentsFolderAndExitCodeThrough() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Run first = run(elsewhere, "run", "a b.yaml");
        Run second = run(elsewhere, "list");

        Path plugins = checkout.toRealPath().resolve("plugins");
        assertEquals(
                "in " + elsewhere.toRealPath() + " with run a b.yaml and plugins in " + plugins + "\n", first.out());
        assertEquals(3, first.exit());
        assertTrue(first.err().contains("flatness: building from source"), first.err());
        assertEquals("in " + elsewhere.toRealPath() + " with list and plugins in " + plugins + "\n", second.out());
        assertEquals("", second.err());
        assertEquals(1, builds());
    }

    @Test
    void buildsAgainWhenASourceChangesAppearsOrDisappears() throws Exception {
        run(folder);
        Files.writeString(checkout.resolve("cli/src/main/java/A.java"), "class A { int b; }");
        run(folder);
        assertEquals(2, builds());
        Files.writeString(checkout.resolve("cli/src/main/java/B.java"), "class B {}");
        run(folder);
        assertEquals(3, builds());
        Files.delete(checkout.resolve("cli/src/main/java/B.java"));
        run(folder);
        assertEquals(3, builds(), "the distribution of the same sources is still there");
        Files.writeString(checkout.resolve("notes.txt"), "no source");
        run(folder);
        assertEquals(3, builds());
    }

    @Test
    void runsThroughASymbolicLink() throws Exception {
        Path links = Files.createDirectories(folder.resolve("links"));
        Path relative = Files.createSymbolicLink(links.resolve("one"), Path.of("..", "check out", "flatness"));
        Path chained = Files.createSymbolicLink(links.resolve("two"), relative);

        Run result = start(List.of(chained.toString(), "x"), folder).await();

        assertEquals(3, result.exit());
        assertEquals(1, builds());
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Started one = start(List.of(checkout.resolve("flatness").toString(), "1"), folder);
        Started two = start(List.of(checkout.resolve("flatness").toString(), "2"), folder);

        assertEquals(3, one.await().exit());
        assertEquals(3, two.await().exit());
        assertEquals(1, builds());
    }

    @Test
    void aFailedBuildShowsMavensErrorsAndBuildsAgainNextTime() throws Exception {
        tool("mvn", "echo '[INFO] fine'\necho '[ERROR] A.java:[1,9] ; expected'\necho build >> builds\nexit 1");

        Run failed = run(folder);

        assertEquals(1, failed.exit());
        assertEquals("", failed.out());
        Path log = checkout.toRealPath().resolve(".flatness/build.log");
        assertEquals(
                "flatness: building from source (once, and again when a source changes; log in " + log + ")\n"
                        + "[ERROR] A.java:[1,9] ; expected\n"
                        + "flatness: the build failed; the whole log is in " + log + "\n",
                failed.err());
        run(folder);
        assertEquals(2, builds());
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));
        assertEquals(
                "flatness: building Flatness needs Maven 3.8.1 or newer, and there is no mvn on the PATH.\n"
                        + "flatness: Install Maven (Debian, Ubuntu: apt-get install maven; macOS: brew install maven)"
                        + " and run the command again.\n",
                run(folder).err());
        tool("mvn", "exit 0");
        tool("javac", "echo 'javac 11.0.2'");
        Run old = run(folder);
        assertEquals(
                "flatness: building Flatness needs a JDK 17 or newer; javac is of version 11.\n"
                        + "flatness: Let JAVA_HOME point to a newer JDK and run the command again.\n",
                old.err());
        assertEquals(1, old.exit());
        Files.delete(tools.resolve("javac"));
        assertTrue(run(folder)
                .err()
                .startsWith("flatness: building Flatness needs a JDK 17 or newer, and there is no javac."));
        assertFalse(Files.exists(checkout.resolve("cli/target")));
    }

    private int builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private void tool(String name, String script) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/usr/bin/env bash\n" + script + "\n");
        file.toFile().setExecutable(true);
    }

    private Run run(Path workingFolder, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("flatness").toString()));
        command.addAll(List.of(arguments));
        return start(command, workingFolder).await();
    }

    /** With our tools, and of the machine's only what a bare system has. */
    private Started start(List<String> command, Path workingFolder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools + ":" + bareSystem());
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        return new Started(builder.start(), out, err);
    }

    // Outside of the test's own folder, whose clean-up complains of links.
    private static Path bareSystem() throws IOException {
        Path bare = Files.createDirectories(Path.of("target", "bare-system").toAbsolutePath());
        for (String name : COMMANDS) {
            for (String place : System.getenv("PATH").split(":")) {
                Path command = Path.of(place, name);
                if (Files.isExecutable(command) && !Files.exists(bare.resolve(name))) {
                    Files.createSymbolicLink(bare.resolve(name), command);
                }
            }
        }
        return bare;
    }

    private record Started(Process process, Path out, Path err) {
        Run await() throws IOException, InterruptedException {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the launcher hangs");
            return new Run(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        }
    }

    private record Run(int exit, String out, String err) {}
}
