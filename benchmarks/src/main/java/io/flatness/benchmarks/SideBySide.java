package io.flatness.benchmarks;

import io.flatness.core.host.WorkerPool;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
            Times gradient = Times.of(prepared::gradient);
            Times hvp = Times.of(prepared::hvp);
            long peak = peakMegabytes();
            Times block = Times.of(prepared::block);
            Times trace = Times.of(prepared::exactTrace);
            System.out.printf(
                    Locale.ROOT,
                    "{\"workload\": \"%s\", \"precision\": \"%s\", \"threads\": %d, \"backend\": \"%s\", \"kernel\":"
                            + " \"%s\", \"parameters\": %d, \"samples\": %d, %s, %s, %s, %s, \"peak_mb\": %d}%n",
                    arguments[0],
                    arguments[1],
                    threads,
                    surface.execution().gemm().backend(),
                    surface.execution().gemm().kernel(),
                    surface.dimension(),
                    surface.sampleCount(),
                    gradient.json("gradient"),
                    hvp.json("hvp"),
                    block.json("block8"),
                    trace.json("exact_trace"),
                    peak);
        }
    }

    /** Medians over repeated calls, in seconds: by the clock, and of the processor on the calling thread. */
    private record Times(double wall, double processor) {
        static Times of(Runnable call) {
            long start = System.nanoTime();
            do {
                call.run();
            } while (System.nanoTime() - start < WARM_UP_NANOS);
            long[] wall = new long[REPEATS];
            long[] processor = new long[REPEATS];
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            for (int i = 0; i < REPEATS; i++) {
                long before = System.nanoTime();
                long busyBefore = threads.getCurrentThreadCpuTime();
                call.run();
                processor[i] = threads.getCurrentThreadCpuTime() - busyBefore;
                wall[i] = System.nanoTime() - before;
            }
            return new Times(median(wall), median(processor));
        }

        private static double median(long[] nanos) {
            Arrays.sort(nanos);
            return nanos[REPEATS / 2] * 1e-9;
        }

        String json(String name) {
            return String.format(Locale.ROOT, "\"%s_s\": %.6f, \"%s_cpu_s\": %.6f", name, wall, name, processor);
        }
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
