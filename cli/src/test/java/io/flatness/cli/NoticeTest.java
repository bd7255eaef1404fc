package io.flatness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever's work is in the distribution is named. */
class NoticeTest {
    /** What tests alone need. */
    private static final List<String> TESTS = List.of(
            "junit", "opentest4j", "apiguardian", "archunit", "slf4j", "surefire", "jacoco", "org.jacoco", "flatness-");

    @Test
    void everyJarOfTheDistributionIsInTheNotice() throws IOException {
        String notice = Files.readString(Path.of("..", "NOTICE"));
        Set<String> missing = new TreeSet<>();
        int seen = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String jar = String.valueOf(Path.of(entry).getFileName());
            if (!jar.endsWith(".jar") || TESTS.stream().anyMatch(jar::startsWith)) {
                continue;
            }
            seen++;
            String name = jar.replaceFirst("-[0-9].*", "");
            if (!notice.matches("(?s).*\\b" + name.replace("-", "\\-") + "\\b.*")) {
                missing.add(name);
            }
        }
        assertEquals(Set.of(), missing);
        assertEquals(true, seen > 20, "the class path holds only " + seen + " jars");
    }
}
