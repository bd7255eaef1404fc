package io.flatness.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles a plugin from source and packs it, as its author's build would. */
public final class PluginJar {
    private static final String METRIC_SERVICE = "META-INF/services/io.flatness.spi.MetricFactory";

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /** Adds a class by its full name. */
    public PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    public PluginJar resource(String name, String content) {
        resources.put(name, content);
        return this;
    }

    /** Compiles a class but does not pack it. */
    public PluginJar leaveOut(String className) {
        leftOut.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Lists providers of metrics. */
    public PluginJar provides(String... classNames) {
        return resource(METRIC_SERVICE, String.join("\n", classNames) + "\n");
    }

    /** A metric without parameters whose value is an expression. */
    public PluginJar metric(String className, String name, String value) {
        int dot = className.lastIndexOf('.');
        return source(className, """
                package %s;
                import io.flatness.spi.*;
                public final class %s implements MetricFactory<%s.None> {
                    public record None() {}
                    public String name() { return "%s"; }
                    public String description() { return "A test metric"; }
                    public Class<None> parameters() { return None.class; }
                    public Metric create(None none) { return (minimum, context) -> Measurement.exact(%s); }
                }
                """.formatted(
                className.substring(0, dot), className.substring(dot + 1), className.substring(dot + 1), name, value));
    }

    public Path write(Path jar) throws IOException {
        Path work = Files.createTempDirectory(jar.getParent(), ".compile");
        Path classes = Files.createDirectories(work.resolve("classes"));
        if (!sources.isEmpty()) {
            compile(work, classes);
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path path : compiled.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(path).toString().replace('\\', '/');
                if (!leftOut.contains(name)) {
                    out.putNextEntry(new JarEntry(name));
                    out.write(Files.readAllBytes(path));
                }
            }
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                out.putNextEntry(new JarEntry(resource.getKey()));
                out.write(resource.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compile(Path work, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path")));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(new String[0])) != 0) {
            throw new AssertionError("the plugin of this test does not compile");
        }
    }
}
