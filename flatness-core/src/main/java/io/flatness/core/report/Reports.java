package io.flatness.core.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the files of a finished run. */
public final class Reports {
    private Reports() {}

    /**
     * Writes {@code results.json}, {@code timings.json} and the long forms that the experiment asks for; pages and
     * figures are made of them by others.
     *
     * @return the files
     */
    public static List<Path> write(
            RunPlan plan, Path out, ObjectNode results, Telemetry telemetry, Map<String, Evaluations> evaluations) {
        AtomicFile.write(out.resolve("results.json"), JsonText.of(results));
        for (LongFormat format : LongFormat.among(plan.formats())) {
            AtomicFile.write(out.resolve(format.file()), format.of(results));
        }
        AtomicFile.write(out.resolve("timings.json"), JsonText.of(TimingsJson.of(plan, telemetry, evaluations)));
        return files(plan, out);
    }

    /** The files of a finished run. */
    public static List<Path> files(RunPlan plan, Path out) {
        List<Path> files = new ArrayList<>();
        files.add(out.resolve("results.json"));
        LongFormat.among(plan.formats()).forEach(format -> files.add(out.resolve(format.file())));
        files.add(out.resolve("timings.json"));
        return files;
    }
}
