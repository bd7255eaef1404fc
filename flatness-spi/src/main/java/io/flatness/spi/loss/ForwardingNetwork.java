package io.flatness.spi.loss;

import java.util.OptionalDouble;

/**
 * A network that answers as another one does: what decorators are made of. What leads to other surfaces (samples, buffers,
 * maps of the inputs, capabilities) is left to them, so that none forgets to decorate those too.
 *
 * @since 0.1
 */
public interface ForwardingNetwork extends NetworkLoss {
    /** The network that answers. */
    NetworkLoss base();

    @Override
    default ParameterLayout layout() {
        return base().layout();
    }

    @Override
    default double value(double[] theta) {
        return base().value(theta);
    }

    @Override
    default double valueAndGradient(double[] theta, double[] into) {
        return base().valueAndGradient(theta, into);
    }

    @Override
    default SymmetricOperator hessianAt(double[] theta) {
        return base().hessianAt(theta);
    }

    @Override
    default int sampleCount() {
        return base().sampleCount();
    }

    @Override
    default int outputCount() {
        return base().outputCount();
    }

    @Override
    default double[] outputs(double[] theta) {
        return base().outputs(theta);
    }

    @Override
    default double[] sampleLosses(double[] theta) {
        return base().sampleLosses(theta);
    }

    @Override
    default OptionalDouble accuracy(double[] theta) {
        return base().accuracy(theta);
    }

    @Override
    default Architecture architecture() {
        return base().architecture();
    }

    @Override
    default boolean dependsOnFunctionAlone() {
        return base().dependsOnFunctionAlone();
    }

    @Override
    default boolean ignoresOutputShift() {
        return base().ignoresOutputShift();
    }

    @Override
    default double[] buffers() {
        return base().buffers();
    }

    @Override
    default int inputSize() {
        return base().inputSize();
    }

    @Override
    default void input(int index, double[] into) {
        base().input(index, into);
    }

    @Override
    default double[] outputs(double[] theta, double[] inputs) {
        return base().outputs(theta, inputs);
    }
}
