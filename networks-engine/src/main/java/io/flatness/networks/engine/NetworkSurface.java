package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.DoubleArithmetic;
import io.flatness.networks.tile.FloatArithmetic;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a network on data. Thread-safe.
 *
 * <p>Its capabilities, through {@link #as}: Gauss–Newton and Fisher products, Jacobian products, per-sample gradients,
 * kinks, certified bounds on boxes where every layer has an interval rule, and the exact diagonal of the Hessian where
 * the network is piecewise linear.
 */
public final class NetworkSurface implements NetworkLoss {
    private final Network network;
    private final double[] buffers;
    private final DataSet data;
    private final int[] samples;
    private final @Nullable InputMap inputMap;
    private final Objective objective;
    private final Execution execution;
    private final Architecture architecture;
    private final Engine<?> engine;
    private final FirstOrder<?> firstOrder;
    private final List<Function<NetworkSurface, ?>> extensions;
    private final List<Object> capabilities;

    /**
     * A surface over all samples.
     *
     * @param network the network
     * @param buffers its buffers in the order of {@link Network#buffers()}; copied
     * @param data inputs and targets
     * @throws IllegalArgumentException when the data do not fit the network or the loss
     */
    public NetworkSurface(Network network, double[] buffers, DataSet data, Objective objective, Execution execution) {
        this.network = network;
        this.architecture = network.architecture();
        this.buffers = buffers.clone();
        this.data = data;
        this.samples = SampleSet.all(data.count());
        this.inputMap = null;
        this.objective = objective;
        this.execution = execution;
        requireBuffers(buffers);
        DataCheck.requireFit(network, data, objective.loss());
        SampleSet all = SampleSet.of(data.inputs(), data.targets(), samples);
        this.engine = engine(network, all, objective, execution, buffers);
        this.firstOrder = new FirstOrder<>(engine);
        this.extensions = List.of();
        this.capabilities = Capabilities.of(this, engine);
    }

    private NetworkSurface(
            Network network,
            Architecture architecture,
            double[] buffers,
            DataSet data,
            int[] samples,
            @Nullable InputMap inputMap,
            Objective objective,
            Execution execution,
            Engine<?> engine,
            List<Function<NetworkSurface, ?>> extensions) {
        this.network = network;
        this.architecture = architecture;
        this.buffers = buffers;
        this.data = data;
        this.samples = samples;
        this.inputMap = inputMap;
        this.objective = objective;
        this.execution = execution;
        this.engine = engine;
        this.firstOrder = new FirstOrder<>(engine);
        this.extensions = extensions;
        List<Object> all = new ArrayList<>(Capabilities.of(this, engine));
        extensions.forEach(extension -> all.add(extension.apply(this)));
        this.capabilities = List.copyOf(all);
    }

    /** The same network and data with other buffers, samples or input map. */
    private NetworkSurface with(double[] otherBuffers, int[] chosen, @Nullable InputMap map) {
        Engine<?> other = engine.over(SampleSet.of(mapped(data.inputs(), map), data.targets(), chosen), otherBuffers);
        return new NetworkSurface(
                network, architecture, otherBuffers, data, chosen, map, objective, execution, other, extensions);
    }

    /**
     * The same surface with one more capability, also on other buffers, samples and input maps.
     *
     * @param capability what is offered through {@link #as}, made for each of these surfaces
     */
    public NetworkSurface offering(Function<NetworkSurface, ?> capability) {
        List<Function<NetworkSurface, ?>> more = new ArrayList<>(extensions);
        more.add(capability);
        return new NetworkSurface(
                network,
                architecture,
                buffers,
                data,
                samples,
                inputMap,
                objective,
                execution,
                engine,
                List.copyOf(more));
    }

    private static Inputs mapped(Inputs inputs, @Nullable InputMap map) {
        return map == null ? inputs : new MappedInputs(inputs, map);
    }

    private static Engine<?> engine(
            Network network, SampleSet set, Objective objective, Execution execution, double[] buffers) {
        return switch (execution.precision()) {
            case FLOAT64 -> engine(network, set, objective, execution, buffers, new DoubleArithmetic(execution.gemm()));
            case FLOAT32 -> engine(network, set, objective, execution, buffers, new FloatArithmetic(execution.gemm()));
        };
    }

    private static <A> Engine<A> engine(
            Network network,
            SampleSet set,
            Objective objective,
            Execution execution,
            double[] buffers,
            Arithmetic<A> arithmetic) {
        return new Engine<>(new Program<>(network, arithmetic), execution.parallel(), set, objective, buffers);
    }

    private void requireBuffers(double[] values) {
        if (values.length != network.buffers().size()) {
            throw new IllegalArgumentException("there are " + values.length + " buffer values but the network has "
                    + network.buffers().size());
        }
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /** The data behind it, all samples. */
    public DataSet data() {
        return data;
    }

    /** What is minimized. */
    public Objective objective() {
        return objective;
    }

    /** How it computes. */
    public Execution execution() {
        return execution;
    }

    @Override
    public ParameterLayout layout() {
        return network.layout();
    }

    @Override
    public double value(double[] theta) {
        layout().requireVector(theta);
        return firstOrder.value(theta) + penalty(theta);
    }

    private double penalty(double[] theta) {
        if (objective.l2() == 0) {
            return 0;
        }
        double sum = 0;
        for (double t : theta) {
            sum += t * t;
        }
        return 0.5 * objective.l2() * sum;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        layout().requireVector(theta);
        layout().requireVector(into);
        double value = firstOrder.valueAndGradient(theta, into) + penalty(theta);
        if (objective.l2() != 0) {
            for (int k = 0; k < into.length; k++) {
                into[k] += objective.l2() * theta[k];
            }
        }
        return value;
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        layout().requireVector(theta);
        return operator(engine, theta, true, lossCurvature(), objective.l2());
    }

    <A> SymmetricOperator operator(Engine<A> precise, double[] theta, boolean second, OutputMap map, double shift) {
        return new NetworkOperator<>(precise, precise.at(theta, second, execution.memoryBytes()), layout(), map, shift);
    }

    /** The gradient of the samples' loss without penalty. */
    double[] unregularizedGradient(double[] theta) {
        double[] into = new double[dimension()];
        firstOrder.valueAndGradient(theta, into);
        return into;
    }

    double sampleFactor() {
        return engine.losses().sampleFactor();
    }

    /** Writes the target of a sample with one row as its loss reads it. */
    void target(int index, double[] into) {
        data.targets().read(samples[index], into);
        objective.loss().prepare(into);
    }

    /** Writes the target of one position of a sample as its loss reads it; false where the loss leaves it out. */
    boolean target(int index, int position, double[] into) {
        Targets targets = data.targets();
        int row = samples[index] * targets.positions() + position;
        if (targets.leavesOut(row)) {
            return false;
        }
        targets.read(row, into);
        objective.loss().prepare(into);
        return true;
    }

    /** Jᵀ A J with A the Hessian of the loss with respect to the outputs. */
    OutputMap lossCurvature() {
        Loss loss = objective.loss();
        int outputs = network.outputCount();
        double weight = objective.sampleWeight(engine.losses().counted());
        return (gradients, states, offset, u, at) -> {
            loss.curvature(states, offset, outputs, u, u, at);
            for (int c = 0; c < outputs; c++) {
                u[at + c] *= weight;
            }
        };
    }

    @Override
    public int sampleCount() {
        return samples.length;
    }

    @Override
    public int outputCount() {
        return network.outputCount();
    }

    @Override
    public NetworkSurface restrictedTo(int[] chosen) {
        if (chosen.length == 0) {
            throw new IllegalArgumentException("a restriction needs at least one sample");
        }
        int[] subset = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            subset[i] = samples[Objects.checkIndex(chosen[i], samples.length)];
        }
        return with(buffers, subset, inputMap);
    }

    @Override
    public double[] outputs(double[] theta) {
        layout().requireVector(theta);
        return firstOrder.outputs(theta);
    }

    @Override
    public double[] sampleLosses(double[] theta) {
        layout().requireVector(theta);
        return firstOrder.sampleLosses(theta);
    }

    @Override
    public OptionalDouble accuracy(double[] theta) {
        int[] labels = data.targets().labels();
        if (labels == null) {
            return OptionalDouble.empty();
        }
        double[] all = outputs(theta);
        int positions = network.outputPositions();
        int right = 0;
        for (int row = 0; row < samples.length * positions; row++) {
            int given = samples[row / positions] * positions + row % positions;
            if (!data.targets().leavesOut(given)) {
                int label = objective.loss().predict(all, row * outputCount(), outputCount());
                right += label == labels[given] ? 1 : 0;
            }
        }
        return OptionalDouble.of((double) right / engine.losses().counted());
    }

    /** Number of positions that the loss counts: samples, unless the network answers for each position. */
    public int countedPositions() {
        return engine.losses().counted();
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public boolean dependsOnFunctionAlone() {
        return objective.l2() == 0;
    }

    @Override
    public boolean ignoresOutputShift() {
        return objective.loss().ignoresOutputShift();
    }

    @Override
    public double[] buffers() {
        return buffers.clone();
    }

    @Override
    public NetworkSurface withBuffers(double[] other) {
        requireBuffers(other);
        return with(other.clone(), samples, inputMap);
    }

    @Override
    public int inputSize() {
        return network.inputSize();
    }

    @Override
    public void input(int index, double[] into) {
        mapped(data.inputs(), inputMap).read(samples[index], into, 0);
    }

    @Override
    public NetworkSurface withInputMap(InputMap map) {
        InputMap before = inputMap;
        InputMap joined = before == null ? map : new JoinedInputMaps(map, before, inputSize());
        return with(buffers, samples, joined);
    }

    @Override
    public NetworkSurface withoutInputMap() {
        return inputMap == null ? this : with(buffers, samples, null);
    }

    @Override
    public double[] outputs(double[] theta, double[] inputs) {
        layout().requireVector(theta);
        if (inputs.length % inputSize() != 0) {
            throw new IllegalArgumentException(
                    inputs.length + " input values are no whole number of samples of " + inputSize());
        }
        if (inputs.length == 0) {
            return new double[0];
        }
        Inputs given = mapped(Inputs.doubles(inputs, inputSize(), 1), inputMap);
        Engine<?> other = engine.over(SampleSet.of(given, null, SampleSet.all(given.count())), buffers);
        return new FirstOrder<>(other).outputs(theta);
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability.isInstance(this)) {
            return Optional.of(capability.cast(this));
        }
        return capabilities.stream()
                .filter(capability::isInstance)
                .map(capability::cast)
                .findFirst();
    }
}
