package io.flatness.benchmarks;

import com.sun.management.ThreadMXBean;
import io.flatness.core.host.WorkerPool;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * One line of JSON with median seconds and peak memory of one workload, to be run in turn with other programs.
 *
 * <p>Arguments: {@code WORKLOAD f32|f64 THREADS [BACKEND] [SAMPLES]}.
 */
public final class SideBySide {
    private static final int FEWEST_CALLS = 5;
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final long MEASURED_NANOS = 1_000_000_000L;

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
            Times yardstick = Times.of(new Yardstick(surface.execution()));
            System.out.printf(
                    Locale.ROOT,
                    "{\"workload\": \"%s\", \"precision\": \"%s\", \"threads\": %d, \"backend\": \"%s\", \"kernel\":"
                            + " \"%s\", \"parameters\": %d, \"samples\": %d, %s, %s, %s, %s, %s, \"peak_mb\": %d}%n",
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
                    yardstick.json("yardstick"),
                    peak);
        }
    }

    /**
     * Medians over at least five calls and about a second: by the clock, and of the processor on the calling thread.
     *
     * @param allocated bytes that the calling thread allocates in a call
     */
    private record Times(double wall, double processor, long allocated) {
        static Times of(Runnable call) {
            long start = System.nanoTime();
            do {
                call.run();
            } while (System.nanoTime() - start < WARM_UP_NANOS);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            List<Long> wall = new ArrayList<>();
            List<Long> processor = new ArrayList<>();
            List<Long> allocated = new ArrayList<>();
            start = System.nanoTime();
            while (wall.size() < FEWEST_CALLS || System.nanoTime() - start < MEASURED_NANOS) {
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long before = System.nanoTime();
                long busyBefore = threads.getCurrentThreadCpuTime();
                call.run();
                long busy = threads.getCurrentThreadCpuTime() - busyBefore;
                wall.add(System.nanoTime() - before);
                processor.add(busy);
                allocated.add(threads.getCurrentThreadAllocatedBytes() - bytes);
            }
            return new Times(1e-9 * median(wall), 1e-9 * median(processor), median(allocated));
        }

        private static long median(List<Long> values) {
            Collections.sort(values);
            return values.get(values.size() / 2);
        }

        String json(String name) {
            String form = "\"%s_s\": %.6f, \"%s_cpu_s\": %.6f, \"%s_bytes\": %d";
            return String.format(Locale.ROOT, form, name, wall, name, processor, name, allocated);
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
