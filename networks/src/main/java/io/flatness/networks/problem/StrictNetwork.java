package io.flatness.networks.problem;

import io.flatness.spi.UndefinedException;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A network whose curvature is undefined on a kink ({@code kinks: strict}): Hessian, Gauss–Newton and Fisher matrices and
 * exact diagonals throw {@link UndefinedException} there.
 */
record StrictNetwork(NetworkLoss network) implements NetworkLoss {
    private void requireSmooth(double[] theta) {
        network.as(Kinks.class).map(kinks -> kinks.kinks(theta)).ifPresent(report -> {
            if (report.close() > 0) {
                throw new UndefinedException(report.close() + " of " + report.pairs()
                        + " pairs of sample and unit lie within " + Kinks.Report.CLOSE
                        + " of a kink, where the loss has no second derivative (kinks: strict)");
            }
        });
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        requireSmooth(theta);
        return network.hessianAt(theta);
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability.isInstance(this)) {
            return Optional.of(capability.cast(this));
        }
        if (capability == ExactCurvature.class) {
            return network.as(ExactCurvature.class).map(exact -> capability.cast(new StrictCurvature(exact)));
        }
        if (capability == GaussNewton.class) {
            return network.as(GaussNewton.class).map(products -> capability.cast(new StrictProducts(products)));
        }
        return network.as(capability);
    }

    @Override
    public NetworkLoss withBuffers(double[] buffers) {
        return new StrictNetwork(network.withBuffers(buffers));
    }

    @Override
    public NetworkLoss withInputMap(InputMap map) {
        return new StrictNetwork(network.withInputMap(map));
    }

    @Override
    public NetworkLoss withoutInputMap() {
        return new StrictNetwork(network.withoutInputMap());
    }

    @Override
    public EmpiricalRisk restrictedTo(int[] samples) {
        EmpiricalRisk part = network.restrictedTo(samples);
        return part.as(NetworkLoss.class).<EmpiricalRisk>map(StrictNetwork::new).orElse(part);
    }

    @Override
    public ParameterLayout layout() {
        return network.layout();
    }

    @Override
    public double value(double[] theta) {
        return network.value(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        return network.valueAndGradient(theta, into);
    }

    @Override
    public int sampleCount() {
        return network.sampleCount();
    }

    @Override
    public int outputCount() {
        return network.outputCount();
    }

    @Override
    public double[] outputs(double[] theta) {
        return network.outputs(theta);
    }

    @Override
    public double[] outputs(double[] theta, double[] inputs) {
        return network.outputs(theta, inputs);
    }

    @Override
    public double[] sampleLosses(double[] theta) {
        return network.sampleLosses(theta);
    }

    @Override
    public OptionalDouble accuracy(double[] theta) {
        return network.accuracy(theta);
    }

    @Override
    public Architecture architecture() {
        return network.architecture();
    }

    @Override
    public boolean dependsOnFunctionAlone() {
        return network.dependsOnFunctionAlone();
    }

    @Override
    public boolean ignoresOutputShift() {
        return network.ignoresOutputShift();
    }

    @Override
    public double[] buffers() {
        return network.buffers();
    }

    @Override
    public int inputSize() {
        return network.inputSize();
    }

    @Override
    public void input(int index, double[] into) {
        network.input(index, into);
    }

    private final class StrictCurvature implements ExactCurvature {
        private final ExactCurvature exact;

        private StrictCurvature(ExactCurvature exact) {
            this.exact = exact;
        }

        @Override
        public double[] hessianDiagonal(double[] theta) {
            requireSmooth(theta);
            return exact.hessianDiagonal(theta);
        }

        @Override
        public double[] hessianBlockTraces(double[] theta) {
            requireSmooth(theta);
            return exact.hessianBlockTraces(theta);
        }
    }

    private final class StrictProducts implements GaussNewton {
        private final GaussNewton products;

        private StrictProducts(GaussNewton products) {
            this.products = products;
        }

        @Override
        public SymmetricOperator gaussNewtonAt(double[] theta) {
            requireSmooth(theta);
            return products.gaussNewtonAt(theta);
        }

        @Override
        public SymmetricOperator fisherAt(double[] theta) {
            requireSmooth(theta);
            return products.fisherAt(theta);
        }

        @Override
        public SymmetricOperator empiricalFisherAt(double[] theta) {
            requireSmooth(theta);
            return products.empiricalFisherAt(theta);
        }
    }
}
