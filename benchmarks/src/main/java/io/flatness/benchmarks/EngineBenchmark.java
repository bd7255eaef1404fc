package io.flatness.benchmarks;

import io.flatness.core.host.WorkerPool;
import io.flatness.networks.engine.Precision;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds per gradient, product with the Hessian, block of eight products, and exact trace. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EngineBenchmark {
    /** Which network. */
    @Param({"digits", "mlp", "wide-mlp", "lenet", "resnet", "gpt", "vit"})
    public String workload = "";

    /** Arithmetic inside. */
    @Param({"FLOAT64", "FLOAT32"})
    public Precision precision = Precision.FLOAT64;

    /** Which matrix products. */
    @Param({"openblas", "ojalgo"})
    public String backend = "";

    /** Workers. */
    @Param({"1", "2"})
    public int threads;

    private @Nullable WorkerPool workers;
    private @Nullable Case prepared;

    /** Builds the surface and its Hessian. */
    @Setup
    public void prepare() {
        workers = new WorkerPool(threads);
        prepared = new Case(Workload.named(workload).surface(precision, backend, workers));
    }

    /** Stops the workers. */
    @TearDown
    public void stop() {
        Objects.requireNonNull(workers).close();
    }

    /** Loss and gradient. */
    @Benchmark
    public double gradient() {
        return prepared().gradient();
    }

    /** One product with the Hessian at a fixed point. */
    @Benchmark
    public double[] hvp() {
        return prepared().hvp();
    }

    /** Eight products at once. */
    @Benchmark
    public double[][] block8() {
        return prepared().block();
    }

    /** Exact trace of the Hessian, block by block. */
    @Benchmark
    public double[] exactTrace() {
        return prepared().exactTrace();
    }

    private Case prepared() {
        return Objects.requireNonNull(prepared);
    }
}
