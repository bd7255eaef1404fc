package io.flatness.core.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.telemetry.Evaluation;
import io.flatness.core.telemetry.Evaluations;
import io.flatness.core.telemetry.Telemetry;
import io.flatness.spi.linalg.Gemm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code timings.json}: what this process spent, not part of the reproducible results. */
final class TimingsJson {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    private TimingsJson() {}

    static ObjectNode of(RunPlan plan, Telemetry telemetry, Map<String, Evaluations> evaluations) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode tasks = json.putObject("tasks");
        telemetry.taskSeconds().forEach(tasks::put);
        ObjectNode counted = json.putObject("evaluations");
        evaluations.forEach((problem, counts) -> {
            ObjectNode entry = counted.putObject(problem);
            for (Evaluation evaluation : Evaluation.values()) {
                Evaluations.Counts count = counts.counts(evaluation);
                ObjectNode one = entry.putObject(evaluation.word());
                one.put("count", count.count());
                one.put("calls", count.calls());
                one.put("seconds", count.seconds());
                one.put("secondsPerVector", count.secondsPerVector());
                one.put("medianSecondsPerCall", count.medianSecondsPerCall());
            }
        });
        Gemm gemm = plan.host().linearAlgebra().gemm();
        json.put("backend", gemm.backend());
        json.put("kernel", gemm.kernel());
        json.put("threads", plan.host().workers().workers());
        json.put("jdk", Runtime.version().toString());
        peakMemoryBytes().ifPresent(bytes -> json.put("peakMemoryBytes", bytes));
        return json;
    }

    /** The most memory that the process ever held, where the system tells. */
    private static OptionalLong peakMemoryBytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.map(PEAK::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
