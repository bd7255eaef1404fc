package io.flatness.core.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.plugin.Origin;
import io.flatness.core.version.Version;
import io.flatness.spi.linalg.Gemm;

/** Where numbers come from: what must be the same for them to be the same. */
public final class Provenance {
    private Provenance() {}

    /** The entry {@code provenance} of the results. */
    public static ObjectNode of(RunPlan plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Gemm gemm = plan.host().linearAlgebra().gemm();
        json.put("flatness", Version.CURRENT);
        json.put("jdk", Runtime.version().toString());
        json.put("backend", gemm.backend());
        json.put("kernel", gemm.kernel());
        ArrayNode plugins = json.putArray("plugins");
        for (Origin origin : plan.plugins()) {
            ObjectNode plugin = plugins.addObject();
            plugin.put("name", origin.plugin());
            plugin.put("version", origin.version());
            plugin.put("sha256", origin.sha256());
        }
        ArrayNode inputs = json.putArray("inputs");
        plan.host().inputs().hashes().forEach((file, sha256) -> {
            ObjectNode input = inputs.addObject();
            input.put("file", file);
            input.put("sha256", sha256);
        });
        return json;
    }
}
