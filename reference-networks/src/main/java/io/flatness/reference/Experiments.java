package io.flatness.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.core.Flatness;
import io.flatness.core.plan.HostOptions;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Registry;
import io.flatness.core.run.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs experiments as a user does and reads what they leave. */
public final class Experiments {
    private Experiments() {}

    /** Results of an experiment, with one thread. */
    public static JsonNode run(Path folder, String yaml) {
        try {
            Path file = Files.writeString(folder.resolve("experiment.yaml"), yaml);
            Path out = folder.resolve("out");
            RunPlan plan =
                    new Flatness(Registry.fromClassPath()).plan(file, List.of(), new HostOptions(1, null, "ojalgo"));
            new Flatness(Registry.fromClassPath()).run(plan, out, false, RunListener.SILENT);
            return new ObjectMapper().readTree(out.resolve("results.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first entry of the analyses, which must have been measured. */
    public static JsonNode analysis(JsonNode results) {
        JsonNode analysis = results.get("analyses").get(0);
        if (!analysis.get("status").asText().equals("measured")) {
            throw new AssertionError(analysis.toPrettyString());
        }
        return analysis;
    }
}
