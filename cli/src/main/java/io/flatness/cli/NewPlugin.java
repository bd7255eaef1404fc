package io.flatness.cli;

import io.flatness.core.report.AtomicFile;
import io.flatness.core.run.OutputException;
import io.flatness.core.version.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a project to start a plugin from. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Writes a project with one component, which builds, passes its check and runs as it is.",
        footerHeading = "%nExamples:%n",
        footer = {"  flatness plugins new my-sharpness --metric", "  flatness plugins new my-data --format"})
final class NewPlugin implements Runnable {
    private static final String TEMPLATES = "plugin/";

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Name of the component and of the folder to write: kebab-case.")
    private String name = "";

    @Option(names = "--folder", paramLabel = "DIR", description = "Folder to write, a new one. Default: NAME.")
    private @Nullable Path folder;

    @ArgGroup(multiplicity = "1")
    private Kind kind = new Kind();

    /** One of the four. */
    static final class Kind {
        @Option(names = "--metric", description = "A measure of one point.")
        private boolean metric;

        @Option(names = "--transform", description = "Another way to write the same network.")
        private boolean transform;

        @Option(names = "--analysis", description = "A question about several measurements.")
        private boolean analysis;

        @Option(names = "--format", description = "A format of data files.")
        private boolean format;

        private String word() {
            if (metric) {
                return "metric";
            }
            if (transform) {
                return "transform";
            }
            return analysis ? "analysis" : "format";
        }
    }

    NewPlugin(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || name.length() > 60) {
            throw new ParameterException(
                    spec.commandLine(),
                    "NAME is '" + name + "'; it must be kebab-case, as in my-sharpness, and at most 60 letters long");
        }
        Path project = folder == null ? Path.of(name) : folder;
        if (Files.exists(project)) {
            throw new OutputException(project + " exists already; choose another name, or remove it first");
        }
        files().forEach((path, text) -> AtomicFile.write(project.resolve(path), text.getBytes(StandardCharsets.UTF_8)));
        console.out()
                .println("Wrote " + project + ". Go on with: cd " + project + " && mvn package; see its README.md");
    }

    private Map<String, String> files() {
        String word = kind.word();
        String packaged = name.replace("-", "");
        String type = Stream.of(name.split("-"))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
        String source = "org.example." + packaged + "." + type;
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", template("pom.xml", packaged, type));
        files.put("README.md", template("README.md", packaged, type));
        files.put("experiment.yaml", template(word + ".yaml", packaged, type));
        files.put("src/main/java/" + source.replace('.', '/') + ".java", template(word + ".java", packaged, type));
        String service = word.equals("format") ? "DataSource" : "Contents";
        files.put("src/main/resources/META-INF/services/io.flatness.spi." + service, source + "\n");
        if (word.equals("format")) {
            files.put("data." + name, template("data.txt", packaged, type));
        }
        return files;
    }

    private String template(String file, String packaged, String type) {
        Path home = home();
        Path repository = home == null ? Path.of("repository").toAbsolutePath() : home.resolve("repository");
        Path lib = home == null ? Path.of("lib") : home.resolve("lib");
        try (InputStream in =
                Objects.requireNonNull(NewPlugin.class.getResourceAsStream(TEMPLATES + file), TEMPLATES + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@NAME@", name)
                    .replace("@PACKAGE@", packaged)
                    .replace("@CLASS@", type)
                    .replace("@KIND@", kind.word())
                    .replace("@VERSION@", Version.CURRENT)
                    .replace("@REPOSITORY@", repository.toUri().toString())
                    .replace("@SPI@", lib.resolve("*").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the installation, as far as the launcher named its plugins. */
    private static @Nullable Path home() {
        String home = System.getProperty("flatness.home");
        return home == null ? null : Path.of(home).toAbsolutePath().normalize();
    }
}
