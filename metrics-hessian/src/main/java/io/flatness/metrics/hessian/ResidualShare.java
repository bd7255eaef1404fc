package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/** ‖H − G‖_F/‖H‖_F; the curvature given is G. A difference within the rounding of both matrices counts as none. */
record ResidualShare(int probes) implements CurvatureMeasure {
    @Override
    public Measurement measure(Curvature gaussNewton, MetricContext context) {
        Selection selection =
                new Selection(MatrixKind.HESSIAN, gaussNewton.selection().blocks());
        Curvature hessian = Curvature.of(gaussNewton.minimum(), selection).orElseThrow();
        return gaussNewton.dimension() <= Curvature.SMALL
                ? exact(hessian, gaussNewton, context)
                : estimated(hessian.operator(), gaussNewton.operator(), context);
    }

    private static Measurement exact(Curvature hessian, Curvature gaussNewton, MetricContext context) {
        LinearAlgebra algebra = context.linearAlgebra();
        double[] h = hessian.dense(context).matrix();
        double[] g = gaussNewton.dense(context).matrix();
        double[] residual = h.clone();
        algebra.axpy(-1, g, residual);
        double whole = algebra.norm(h);
        double rest = algebra.norm(residual);
        if (whole == 0) {
            return Measurement.undefined("the Hessian is zero");
        }
        boolean rounding = rest <= hessian.dimension() * Math.ulp(1.0) * whole;
        return Measurement.exact(rounding ? 0 : rest / whole)
                .with("hessianNorm", whole)
                .with("gaussNewtonNorm", algebra.norm(g))
                .with("residualNorm", rest)
                .with("hessianTrace", trace(h, hessian.dimension()))
                .with("gaussNewtonTrace", trace(g, hessian.dimension()));
    }

    private static double trace(double[] matrix, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += matrix[i * n + i];
        }
        return sum;
    }

    /** √(Σ‖Rz‖²/Σ‖Hz‖²) over common probes, its error by the jackknife. */
    private Measurement estimated(SymmetricOperator h, SymmetricOperator g, MetricContext context) {
        LinearAlgebra algebra = context.linearAlgebra();
        RandomGenerator random = context.random("hessian.split");
        double[] whole = new double[probes];
        double[] rest = new double[probes];
        for (int probe = 0; probe < probes; probe++) {
            context.checkCancelled();
            double[] z = new double[h.dimension()];
            for (int i = 0; i < z.length; i++) {
                z[i] = random.nextBoolean() ? 1 : -1;
            }
            double[] image = h.apply(z);
            whole[probe] = algebra.norm(image);
            algebra.axpy(-1, g.apply(z), image);
            rest[probe] = algebra.norm(image);
        }
        double wholeNorm = algebra.norm(whole);
        double restNorm = algebra.norm(rest);
        if (wholeNorm == 0) {
            return Measurement.undefined("the Hessian is zero along every probe");
        }
        double share = restNorm / wholeNorm;
        double[] pseudo = new double[probes];
        for (int probe = 0; probe < probes; probe++) {
            double r = rest[probe] / restNorm;
            double w = whole[probe] / wholeNorm;
            double without =
                    restNorm == 0 ? 0 : share * Math.sqrt(Math.max(0, 1 - r * r) / Math.max(1e-300, 1 - w * w));
            pseudo[probe] = probes * share - (probes - 1) * without;
        }
        double error = Estimate.mean(pseudo, 2 * probes).standardError();
        double root = Math.sqrt(probes);
        return Measurement.estimate(share, error)
                .with("hessianNorm", wholeNorm / root)
                .with("residualNorm", restNorm / root)
                .with("products", 2 * probes);
    }
}
