package io.flatness.core.plan;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What a problem needs in memory against what there is, in bytes.
 *
 * @param parameters number of parameters
 * @param data its data
 * @param caches what caches of its surface may take
 * @param heap what Java may use
 */
public record Fit(long parameters, long data, long caches, long heap) {
    /** Vectors of the parameters that are in memory at once: weights, θ, a gradient, a direction, a product, a sum. */
    private static final int VECTORS = 6;

    /** Vectors of a Krylov basis of the usual size. */
    private static final int BASIS = 80;

    /** What a problem needs on this machine. */
    static Fit of(PlannedProblem problem, long caches) {
        return new Fit(
                problem.problem().initial().surface().dimension(),
                problem.problem().dataBytes(),
                caches,
                Runtime.getRuntime().maxMemory());
    }

    /** Without which nothing can be measured. */
    public long needed() {
        return VECTORS * vector() + data;
    }

    /** One vector of the parameters. */
    public long vector() {
        return parameters * Double.BYTES;
    }

    /** A Krylov basis, as spectra and large norms take one. */
    public long basis() {
        return BASIS * vector();
    }

    /** Whether it can be measured. */
    public boolean fits() {
        return needed() + Math.min(caches, heap / 4) <= heap;
    }

    /** The needs in one line. */
    public String sentence() {
        return "needs " + size(needed()) + " (parameters " + size(VECTORS * vector()) + ", data " + size(data)
                + "), caches up to " + size(caches) + ", a Krylov basis of " + BASIS + " vectors " + size(basis())
                + "; Java may use " + size(heap) + machine();
    }

    /** Why it does not fit, and what to do. */
    public String refusal(String problem) {
        return "the problem " + problem + " " + sentence()
                + ": it does not fit. Take fewer samples, a smaller network, or"
                + " precision: float32, or give Java more memory: FLATNESS_JAVA_OPTIONS=-Xmx"
                + ((needed() + caches) / 3 * 4 / (1L << 30) + 1) + "g";
    }

    private static String machine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? " of the machine's " + size(machine.getTotalMemorySize())
                : "";
    }

    private static String size(long bytes) {
        if (bytes >= 10L << 30) {
            return String.format(Locale.ROOT, "%.0f GB", bytes / (double) (1L << 30));
        }
        if (bytes >= 1L << 30) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
        }
        return bytes >= 1L << 20
                ? String.format(Locale.ROOT, "%d MB", bytes >> 20)
                : String.format(Locale.ROOT, "%d KB", (bytes + 1023) >> 10);
    }
}
