package io.flatness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.report.AtomicFile;
import io.flatness.report.Grids;
import io.flatness.report.HtmlReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page of a run with its figures, on disk. */
final class ReportFiles {
    private ReportFiles() {}

    /** Writes the arrays of analyses; returns their files. */
    static List<Path> grids(Path folder, JsonNode results) {
        List<Path> files = new ArrayList<>();
        Grids.of(results).forEach((name, bytes) -> {
            AtomicFile.write(folder.resolve(name), bytes);
            files.add(folder.resolve(name));
        });
        return files;
    }

    /** Writes {@code report.html} and {@code figures/}; returns the page. */
    static Path write(Path folder, JsonNode results) {
        HtmlReport.of(results).forEach((name, bytes) -> AtomicFile.write(folder.resolve(name), bytes));
        return folder.resolve("report.html");
    }
}
