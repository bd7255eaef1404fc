package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;
import io.flatness.spi.NaturalOrder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The files that a pattern such as {@code models/*.onnx} stands for. */
final class FilePattern {
    private static final int MAX_DEPTH = 16;

    private FilePattern() {}

    /** One scalar a file, by name; what is no pattern stands for itself. */
    static List<YamlNode> expand(YamlNode written, String name, Path folder, Findings findings) {
        if (!(written instanceof YamlScalar file) || !isPattern(file.text(), folder)) {
            return List.of(written);
        }
        return matches(file, name, folder, findings).stream()
                .map(match -> (YamlNode) new YamlScalar(match, true, file.mark()))
                .toList();
    }

    private static boolean isPattern(String text, Path folder) {
        if (text.chars().noneMatch(c -> c == '*' || c == '?' || c == '[' || c == '{')) {
            return false;
        }
        try {
            return !Files.exists(folder.resolve(text));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static List<String> matches(YamlScalar file, String name, Path folder, Findings findings) {
        String pattern = file.text();
        int wild = pattern.replaceAll("[*?\\[{].*", "").lastIndexOf('/');
        String start = wild < 0 ? "" : pattern.substring(0, wild + 1);
        Path root = folder.resolve(start);
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(start.length()));
            if (Files.isDirectory(root)) {
                try (Stream<Path> walk = Files.walk(root, MAX_DEPTH)) {
                    List<String> found = walk.filter(Files::isRegularFile)
                            .map(root::relativize)
                            .filter(matcher::matches)
                            .map(path -> start + path.toString().replace('\\', '/'))
                            .sorted(NaturalOrder.INSTANCE)
                            .toList();
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
            findings.add(file.mark(), name + " is " + pattern + ", which matches no file in " + root);
        } catch (PatternSyntaxException e) {
            findings.add(file.mark(), name + " is " + pattern + ", which is no valid pattern: " + e.getDescription());
        } catch (IOException e) {
            findings.add(file.mark(), name + " is " + pattern + "; the folder " + root + " cannot be read: " + e);
        }
        return List.of();
    }
}
