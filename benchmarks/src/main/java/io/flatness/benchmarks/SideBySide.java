package io.flatness.benchmarks;

import io.flatness.core.host.WorkerPool;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * One line of JSON with median seconds and peak memory of one workload, to be run in turn with other programs.
 *
 * <p>Arguments: {@code WORKLOAD f32|f64 THREADS [BACKEND] [SAMPLES]}.
 */
public final class SideBySide {
    private static final int REPEATS = 9;
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private SideBySide() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException {
        Workload workload = Workload.named(arguments[0]);
        Precision precision = arguments[1].equals("f32") ? Precision.FLOAT32 : Precision.FLOAT64;
        int threads = Integer.parseInt(arguments[2]);
        String backend = arguments.length > 3 ? arguments[3] : "auto";
        try (WorkerPool workers = new WorkerPool(threads)) {
            NetworkSurface surface = arguments.length > 4
                    ? workload.surface(precision, backend, workers, Integer.parseInt(arguments[4]))
                    : workload.surface(precision, backend, workers);
            Case prepared = new Case(surface);
            double gradient = median(prepared::gradient);
            double hvp = median(prepared::hvp);
            long peak = peakMegabytes();
            double block = median(prepared::block);
            double trace = median(prepared::exactTrace);
            System.out.printf(
                    Locale.ROOT,
                    "{\"workload\": \"%s\", \"precision\": \"%s\", \"threads\": %d, \"backend\": \"%s\", \"kernel\":"
                            + " \"%s\", \"parameters\": %d, \"samples\": %d, \"gradient_s\": %.6f, \"hvp_s\": %.6f,"
                            + " \"block8_s\": %.6f, \"exact_trace_s\": %.6f, \"peak_mb\": %d}%n",
                    arguments[0],
                    arguments[1],
                    threads,
                    surface.execution().gemm().backend(),
                    surface.execution().gemm().kernel(),
                    surface.dimension(),
                    surface.sampleCount(),
                    gradient,
                    hvp,
                    block,
                    trace,
                    peak);
        }
    }

    private static double median(Runnable call) {
        long start = System.nanoTime();
        do {
            call.run();
        } while (System.nanoTime() - start < WARM_UP_NANOS);
        long[] times = new long[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long before = System.nanoTime();
            call.run();
            times[i] = System.nanoTime() - before;
        }
        Arrays.sort(times);
        return times[REPEATS / 2] * 1e-9;
    }

    /** VmHWM of this process, or 0 where the system does not tell. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return 0;
    }
}
