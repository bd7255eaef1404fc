package io.flatness.networks.problem;

import io.flatness.spi.UndefinedException;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.ForwardingNetwork;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;

/**
 * A network whose curvature is undefined on a kink ({@code kinks: strict}): Hessian, Gauss–Newton and Fisher matrices and
 * exact diagonals throw {@link UndefinedException} there.
 */
record StrictNetwork(NetworkLoss base) implements ForwardingNetwork {
    private void requireSmooth(double[] theta) {
        base.as(Kinks.class).map(kinks -> kinks.kinks(theta)).ifPresent(report -> {
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
        return base.hessianAt(theta);
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability.isInstance(this)) {
            return Optional.of(capability.cast(this));
        }
        if (capability == ExactCurvature.class) {
            return base.as(ExactCurvature.class).map(exact -> capability.cast(new StrictCurvature(exact)));
        }
        if (capability == GaussNewton.class) {
            return base.as(GaussNewton.class).map(products -> capability.cast(new StrictProducts(products)));
        }
        return base.as(capability);
    }

    @Override
    public NetworkLoss withBuffers(double[] buffers) {
        return new StrictNetwork(base.withBuffers(buffers));
    }

    @Override
    public NetworkLoss withInputMap(InputMap map) {
        return new StrictNetwork(base.withInputMap(map));
    }

    @Override
    public NetworkLoss withoutInputMap() {
        return new StrictNetwork(base.withoutInputMap());
    }

    @Override
    public EmpiricalRisk restrictedTo(int[] samples) {
        EmpiricalRisk part = base.restrictedTo(samples);
        return part.as(NetworkLoss.class).<EmpiricalRisk>map(StrictNetwork::new).orElse(part);
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
