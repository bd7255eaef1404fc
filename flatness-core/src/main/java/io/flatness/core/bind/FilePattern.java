package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlNode;
import io.flatness.core.spec.YamlScalar;
import io.flatness.spi.NaturalOrder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;

/** The files that a pattern such as {@code models/*.onnx} stands for. */
final class FilePattern {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_FILES = 50_000;

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
            List<String> found = new ArrayList<>();
            walk(root, matcher, path -> found.add(start + path.toString().replace('\\', '/')));
            if (found.isEmpty()) {
                findings.add(file.mark(), name + " is " + pattern + ", which matches no file in " + root);
            }
            found.sort(NaturalOrder.INSTANCE);
            return found;
        } catch (PatternSyntaxException e) {
            findings.add(file.mark(), name + " is " + pattern + ", which is no valid pattern: " + e.getDescription());
        } catch (IOException e) {
            findings.add(file.mark(), name + " is " + pattern + "; " + e.getMessage());
        }
        return List.of();
    }

    /** Hands on the files of a folder that match, relative to it; what cannot be read is passed over. */
    private static void walk(Path root, PathMatcher matcher, Consumer<Path> found) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, new SimpleFileVisitor<>() {
            private int seen;

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Path inside = root.relativize(path);
                if (Files.isRegularFile(path) && matcher.matches(inside)) {
                    found.accept(inside);
                }
                return next();
            }

            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                return next();
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                return next();
            }

            private FileVisitResult next() throws IOException {
                if (++seen > MAX_FILES) {
                    throw new IOException("more than " + MAX_FILES + " files and folders are in " + root
                            + "; name a folder that holds the files alone");
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
