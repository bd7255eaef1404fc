package io.flatness.core.telemetry;

import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * What is watched of a surface's evaluations.
 *
 * @param evaluations counts them
 * @param check called before each; throws when the run was interrupted
 * @param strictKinks whether curvature at a kink is refused
 */
public record Watch(Evaluations evaluations, Runnable check, boolean strictKinks) {
    /**
     * Called before curvature is taken.
     *
     * @throws KinkException under strict kinks at a point on a kink
     */
    void beforeCurvature(LossSurface surface, double[] theta) {
        check.run();
        if (!strictKinks) {
            return;
        }
        surface.as(Kinks.class).map(kinks -> kinks.kinks(theta)).ifPresent(report -> {
            if (report.close() > 0) {
                throw new KinkException(report.close() + " of " + report.pairs()
                        + " pairs of sample and unit lie within " + Kinks.Report.CLOSE
                        + " of a kink, where the loss has no second derivative (kinks: strict)");
            }
        });
    }

    /** A capability that takes curvature, refused at kinks as the Hessian is; any other one as it is. */
    <C> C guarded(Class<C> type, C capability, LossSurface surface) {
        if (strictKinks && capability instanceof ExactCurvature exact && type == ExactCurvature.class) {
            return type.cast(new GuardedCurvature(exact, surface));
        }
        if (strictKinks && capability instanceof GaussNewton products && type == GaussNewton.class) {
            return type.cast(new GuardedProducts(products, surface));
        }
        return capability;
    }

    private final class GuardedCurvature implements ExactCurvature {
        private final ExactCurvature exact;
        private final LossSurface surface;

        GuardedCurvature(ExactCurvature exact, LossSurface surface) {
            this.exact = exact;
            this.surface = surface;
        }

        @Override
        public double[] hessianDiagonal(double[] theta) {
            beforeCurvature(surface, theta);
            return exact.hessianDiagonal(theta);
        }

        @Override
        public double[] hessianBlockTraces(double[] theta) {
            beforeCurvature(surface, theta);
            return exact.hessianBlockTraces(theta);
        }
    }

    private final class GuardedProducts implements GaussNewton {
        private final GaussNewton products;
        private final LossSurface surface;

        GuardedProducts(GaussNewton products, LossSurface surface) {
            this.products = products;
            this.surface = surface;
        }

        @Override
        public SymmetricOperator gaussNewtonAt(double[] theta) {
            beforeCurvature(surface, theta);
            return products.gaussNewtonAt(theta);
        }

        @Override
        public SymmetricOperator fisherAt(double[] theta) {
            beforeCurvature(surface, theta);
            return products.fisherAt(theta);
        }

        @Override
        public SymmetricOperator empiricalFisherAt(double[] theta) {
            beforeCurvature(surface, theta);
            return products.empiricalFisherAt(theta);
        }
    }
}
