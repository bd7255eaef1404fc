package io.flatness.metrics.hessian;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.GradedSingularValues;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Numbers;
import io.flatness.spi.Preservation;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same function with at least r − lost eigenvalues above M, where r is the rank of the Hessian and lost the number of
 * parameters that no rescaling can amplify together with the others.
 *
 * <p>With factors β^{E_u − E_v} and β² &gt; M/λ_r, λᵢ(DHD) ≥ β² λ_{i+lost}(H). The spectrum at the transformed point spans
 * β^{2K} and is counted through a factor: the Hessian measured there is H' = D(D⁻¹H'D⁻¹)D with a well-scaled middle VΛVᵀ,
 * and the eigenvalues are the squares of the graded singular values of D V Λ^½. Source: Theorem 5 and Appendix B.
 */
record Theorem5(double bound, double rankTolerance) implements Analysis {
    /** How negative, relative to the norm, an eigenvalue of a minimum may be by rounding and early stopping. */
    private static final double NEGATIVE = 1e-8;
    /** The theorem asks for a strict inequality. */
    private static final double STRICT = 1 + 1e-6;

    @Override
    public List<AnalysisReport> analyse(AnalysisContext context) {
        return AnalysisReport.each(context, problem -> {
            Map<String, Object> values = answer(problem, context);
            return AnalysisReport.measured(problem, values).with(conclusion(values));
        });
    }

    private Finding conclusion(Map<String, Object> values) {
        String text = "Theorem 5 promises " + values.get("guaranteed") + " eigenvalues above "
                + Numbers.of(bound) + " for the same function; "
                + values.get("count") + " of "
                + values.get("dimension") + " are, " + values.get("countBefore") + " were";
        return Boolean.TRUE.equals(values.get("reached"))
                ? Finding.caution("any-eigenvalues", text)
                : Finding.broken("promise-broken", text);
    }

    private Map<String, Object> answer(String problem, AnalysisContext context) {
        Minimum minimum = context.point(problem, List.of()).minimum();
        NetworkLoss network = minimum.surface()
                .as(NetworkLoss.class)
                .orElseThrow(() -> new RefusedException("the problem is no network: it has no layers to rescale"));
        if (!network.dependsOnFunctionAlone()) {
            throw new RefusedException("the loss has an l2 penalty: rescaling does not preserve it");
        }
        int n = minimum.theta().length;
        if (n > Curvature.LARGE) {
            throw new MeasurementException("the network has " + n
                    + " parameters; Theorem 5 counts all eigenvalues and is" + " offered up to " + Curvature.LARGE);
        }
        SymmetricEigen eigen =
                DenseSymmetric.of(minimum.surface().hessianAt(minimum.theta())).eigen(context.linearAlgebra());
        int rank = rank(eigen.values());
        RescalingGroup layers = RescalingGroup.of(network.architecture(), Level.LAYER);
        Potentials potentials = Potentials.of(layers, n);
        double smallestNonzero = eigen.values()[rank - 1];
        double beta = Math.sqrt(bound / smallestNonzero) * STRICT;
        if (beta <= 1) {
            beta = STRICT;
        }
        double[] factors = potentials.factors(beta);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("group", "layer");
        parameters.put("factors", Arrays.stream(factors).boxed().toList());
        List<TransformStep> chain = List.of(new TransformStep("group-rescaling", parameters));
        double[] spectrum = spectrum(context.point(problem, chain), minimum, context);
        Preservation preservation = context.preservation(problem, chain);
        long guaranteed = Math.max(0, rank - potentials.lost());
        long count = Arrays.stream(spectrum).filter(value -> value > bound).count();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("M", bound);
        values.put("beta", beta);
        values.put("guaranteed", guaranteed);
        values.put("count", count);
        values.put("reached", count >= guaranteed);
        values.put("rank", rank);
        values.put("lost", potentials.lost());
        values.put("dimension", n);
        values.put("majority", 2 * count > n);
        values.put("smallestNonzeroEigenvalue", smallestNonzero);
        values.put("factors", factors);
        values.put("alphas", alphas(network, layers, factors));
        values.put(
                "countBefore",
                Arrays.stream(eigen.values()).filter(value -> value > bound).count());
        values.put("eigenvalues", spectrum);
        values.put("outputDifference", preservation.relative());
        return values;
    }

    /** The factors of the affine weights. */
    private static double[] alphas(NetworkLoss network, RescalingGroup layers, double[] factors) {
        double[] all =
                layers.factors(Arrays.stream(factors).map(StrictMath::log).toArray());
        return network.architecture().affineLayers().stream()
                .mapToDouble(affine -> all[affine.weight().offset()])
                .toArray();
    }

    /** The number of eigenvalues above the share of the largest; refuses a Hessian that is not that of a minimum. */
    private int rank(double[] values) {
        double norm = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
        double smallest = values[values.length - 1];
        if (norm == 0) {
            throw new MeasurementException("the Hessian is zero: its rank is 0 and Theorem 5 says nothing");
        }
        if (smallest < -NEGATIVE * norm) {
            throw new MeasurementException(
                    "λ_min/‖H‖ = " + smallest / norm + " is below −1e-8: the point is no minimum,"
                            + " and Theorem 5 needs one; train further or take targets: teacher");
        }
        int rank = 0;
        while (rank < values.length && values[rank] > rankTolerance * values[0]) {
            rank++;
        }
        return rank;
    }

    /** The eigenvalues at the transformed point that are not zero, descending. */
    private double[] spectrum(Transformed transformed, Minimum before, AnalysisContext context) {
        int n = before.theta().length;
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        double[] factors = transformed
                .map()
                .orElseThrow(() -> new MeasurementException("the rescaling is no map of the parameters"))
                .pushForward(before.theta(), ones);
        Minimum after = transformed.minimum();
        double[] matrix = unscaled(after, factors);
        SymmetricEigen eigen = context.linearAlgebra().eigen(matrix, n);
        int rank = rank(eigen.values());
        double[][] rows = new double[n][rank];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < rank; k++) {
                rows[i][k] = eigen.vectors()[k][i] * Math.sqrt(eigen.values()[k]) / factors[i];
            }
        }
        return Arrays.stream(GradedSingularValues.of(rows)).map(s -> s * s).toArray();
    }

    /** D⁻¹ H' D⁻¹ from products at the transformed point, each row unscaled before rows are mixed. */
    private static double[] unscaled(Minimum after, double[] factors) {
        int n = factors.length;
        var hessian = after.surface().hessianAt(after.theta());
        double[] matrix = new double[n * n];
        double[] unit = new double[n];
        for (int i = 0; i < n; i++) {
            unit[i] = factors[i];
            double[] image = hessian.apply(unit);
            for (int j = 0; j < n; j++) {
                matrix[i * n + j] = image[j] * factors[j];
            }
            unit[i] = 0;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (matrix[i * n + j] + matrix[j * n + i]);
                matrix[i * n + j] = mean;
                matrix[j * n + i] = mean;
            }
        }
        return matrix;
    }
}
