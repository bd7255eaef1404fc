package io.flatness.metrics.sharpness;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * The loss over a neighbourhood of a minimum, with a count of what was evaluated.
 *
 * <p>Not thread-safe; a surface is parallel inside.
 */
final class Neighbourhood {
    /** Loss-equivalent cost of one value with its gradient: forward and backward. */
    static final int GRADIENT_COST = 3;
    /** Loss-equivalent cost of one Hessian-vector product. */
    static final int PRODUCT_COST = 6;

    private final Minimum minimum;
    private final Chart chart;
    private final Norm norm;
    private final double loss;
    private final double[] slope;
    private long evaluations = 1;

    /**
     * Creates it.
     *
     * @throws MeasurementException when the loss is not finite, or not above −1, where the ratio has no meaning
     */
    Neighbourhood(Minimum minimum, Chart chart, Norm norm) {
        this.minimum = minimum;
        this.chart = chart;
        this.norm = norm;
        this.loss = minimum.surface().value(minimum.theta());
        this.slope = new double[minimum.theta().length];
        if (!Double.isFinite(loss) || loss <= -1) {
            throw new MeasurementException("the loss at the point is " + loss
                    + "; sharpness divides by 1 + L and needs a" + " finite loss above −1");
        }
    }

    Minimum minimum() {
        return minimum;
    }

    Chart chart() {
        return chart;
    }

    Norm norm() {
        return norm;
    }

    /** L(θ). */
    double loss() {
        return loss;
    }

    long evaluations() {
        return evaluations;
    }

    /** Counts work done outside. */
    void spend(long lossEquivalents) {
        evaluations += lossEquivalents;
    }

    /** A point of the neighbourhood, the rise of the loss there and its gradient in the coordinates of the chart. */
    record Point(double[] z, double rise, double[] gradient) {}

    /** The point at z, which is kept. */
    Point at(double[] z) {
        evaluations += GRADIENT_COST;
        double value = minimum.surface().valueAndGradient(shifted(z), slope);
        return new Point(z, value - loss, chart.pullBack(slope));
    }

    /** L(θ + d(z)) − L(θ). */
    double rise(double[] z) {
        evaluations++;
        return minimum.surface().value(shifted(z)) - loss;
    }

    /**
     * The rise at z in a fresh pass, at a representable point that lies in the closed neighbourhood as computed: z is drawn
     * in by rounding units until it does.
     */
    double certified(double[] z) {
        double[] theta = minimum.theta();
        for (double shrink = 0; shrink < 1; shrink = shrink == 0 ? 0x1p-52 : 2 * shrink) {
            double[] drawn = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                drawn[i] = z[i] * (1 - shrink);
            }
            double[] point = shifted(drawn);
            double[] step = new double[theta.length];
            for (int i = 0; i < theta.length; i++) {
                step[i] = point[i] - theta[i];
            }
            if (chart.distance(drawn, step, norm) <= 1) {
                evaluations++;
                double rise = minimum.surface().value(point) - loss;
                return Double.isNaN(rise) ? 0 : rise;
            }
        }
        return 0;
    }

    /** The Hessian at the minimum in the coordinates of the chart. */
    SymmetricOperator hessian() {
        SymmetricOperator hessian = minimum.surface().hessianAt(minimum.theta());
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return chart.size();
            }

            @Override
            public void apply(double[] x, double[] into) {
                double[] image = chart.pullBack(hessian.apply(chart.toParameters(x)));
                System.arraycopy(image, 0, into, 0, into.length);
            }
        };
    }

    private double[] shifted(double[] z) {
        double[] point = chart.toParameters(z);
        double[] theta = minimum.theta();
        for (int i = 0; i < point.length; i++) {
            point[i] += theta[i];
        }
        return point;
    }
}
