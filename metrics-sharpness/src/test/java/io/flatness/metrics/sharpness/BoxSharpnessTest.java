package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;

/** Boxes, whole and of a subspace, against vertex enumeration and closed forms (reference values 14). */
class BoxSharpnessTest {
    private static final String ORACLE = "14-sharpness-small";
    private static final long BUDGET = 6000;

    private static MetricContext context() {
        return LocalContext.singleThreaded(2);
    }

    private static Measurement keskar(Minimum minimum, double epsilon) {
        return new KeskarSharpness(new KeskarSharpnessParameters(epsilon, Scope.ALL, new Effort(4, BUDGET)))
                .measure(minimum, context());
    }

    private static void isMaximum(double expected, Measurement measured) {
        assertEquals(ValueKind.LOWER_BOUND, measured.kind());
        assertEquals(expected, measured.value(), 1e-9 * expected, measured::toString);
        double ten = (double) measured.details().get("tenIterations");
        assertTrue(ten <= measured.value() * (1 + 1e-12) && ten > 0.5 * measured.value(), measured::toString);
    }

    @Test
    void convexQuadraticsAreMaximalAtTheVertexThatEnumerationFinds() {
        for (JsonNode expected : Oracle.cases(ORACLE, "keskar_box_quadratic")) {
            double[] theta = Oracle.numbers(expected.get("theta"));
            Minimum minimum = new Minimum(
                    new FormulaSurface.Quadratic(0, Oracle.matrix(expected.get("H")), new double[theta.length], theta),
                    theta);
            double epsilon = expected.get("eps").asDouble();
            isMaximum(expected.get("full_space_phi_x100").asDouble(), keskar(minimum, epsilon));

            double[][] rows = Oracle.matrix(expected.get("A"));
            double[][] columns = new double[rows[0].length][rows.length];
            for (int i = 0; i < rows.length; i++) {
                for (int k = 0; k < columns.length; k++) {
                    columns[k][i] = rows[i][k];
                }
            }
            Subspace chart = new Subspace(
                    columns,
                    Scope.ALL.of(minimum.surface().layout()),
                    theta,
                    context().linearAlgebra());
            Measurement subspace = KeskarSharpness.measure(
                    new Terrain(minimum, chart, Norm.LINF), epsilon, "subspace", new Effort(4, BUDGET), context());
            isMaximum(expected.get("subspace_phi_x100").asDouble(), subspace);
        }
    }

    @Test
    void theRectifiedHyperbolaHasItsClosedForm() {
        for (JsonNode expected : Oracle.cases(ORACLE, "toy_ball")) {
            Minimum minimum =
                    new Minimum(new FormulaSurface.RectifiedHyperbola(1), Oracle.numbers(expected.get("theta")));
            isMaximum(
                    expected.get("keskar_x100").asDouble(),
                    keskar(minimum, expected.get("eps").asDouble()));
        }
    }

    @Test
    void theCubeIsScaledAndNotTheAnswer() {
        for (double scale : new double[] {1e-140, 1e-20, 1e100}) {
            Minimum minimum = new Minimum(new FormulaSurface.RectifiedHyperbola(scale), new double[] {0.5, 2});
            double expected = 100 * scale * 0.12251249999999994 / (1 + 0);
            assertEquals(expected, keskar(minimum, 0.1).value(), 1e-9 * expected);
        }
    }

    @Test
    void theBoxGrowsWithEpsilon() {
        ReferenceNetwork fixture = ReferenceNetwork.of("01-mlp-231-relu-mse");
        double before = 0;
        for (double epsilon : new double[] {1e-4, 1e-3, 1e-2, 1e-1}) {
            double value = keskar(fixture.minimum(0), epsilon).value();
            assertTrue(value > before);
            before = value;
        }
    }

    @Test
    void noCornerOfASmallBoxIsHigher() {
        Minimum minimum = ReferenceNetwork.of("01-mlp-231-relu-mse").minimum(0);
        double epsilon = 0.1;
        double value = keskar(minimum, epsilon).value();
        double loss = minimum.surface().value(minimum.theta());
        for (int corner = 0; corner < 512; corner++) {
            double[] point = minimum.theta().clone();
            for (int i = 0; i < 9; i++) {
                point[i] += ((corner >> i & 1) == 0 ? -1 : 1) * epsilon * (Math.abs(point[i]) + 1);
            }
            assertTrue(100 * (minimum.surface().value(point) - loss) / (1 + loss) <= value * (1 + 1e-12));
        }
    }

    @Test
    void aRandomSubspaceIsDrawnFromTheSeed() {
        Minimum minimum = ReferenceNetwork.of("03-mlp-3432-relu-mse").minimum(0);
        RandomSubspaceSharpness metric = new RandomSubspaceSharpness(
                new RandomSubspaceSharpnessParameters(1e-2, 5, Scope.ALL, new Effort(4, BUDGET)));
        double first = metric.measure(minimum, context()).value();
        assertEquals(first, metric.measure(minimum, context()).value());
        assertTrue(
                first != metric.measure(minimum, LocalContext.singleThreaded(3)).value());
        Measurement whole = new RandomSubspaceSharpness(
                        new RandomSubspaceSharpnessParameters(1e-2, 1000, Scope.ALL, new Effort(4, BUDGET)))
                .measure(minimum, context());
        assertEquals(minimum.theta().length, whole.details().get("dimension"));
    }

    @Test
    void aSubspaceIsAsManipulableAsTheWhole() {
        ReferenceNetwork fixture = ReferenceNetwork.of("01-mlp-231-relu-mse");
        RandomSubspaceSharpness metric = new RandomSubspaceSharpness(
                new RandomSubspaceSharpnessParameters(1e-2, 2, Scope.ALL, new Effort(4, BUDGET)));
        Minimum minimum = fixture.minimum(0);
        double[] scaled = minimum.theta().clone();
        for (int k = 0; k < 9; k++) {
            scaled[k] *= k < 6 ? 0x1p-10 : 0x1p10;
        }
        double before = metric.measure(minimum, context()).value();
        double after = metric.measure(new Minimum(minimum.surface(), scaled), context())
                .value();
        assertTrue(after > 1e6 * before, before + " and " + after);
    }
}
