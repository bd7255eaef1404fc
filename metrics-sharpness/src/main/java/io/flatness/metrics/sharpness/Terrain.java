package io.flatness.metrics.sharpness;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.SymmetricOperator;

/**
 * The rise of the loss around a point in the coordinates of a {@link Chart}, with a count of what was evaluated.
 *
 * <p>Not thread-safe; a surface is parallel inside.
 */
final class Terrain {
    /** Loss-equivalent cost of one value with its gradient: forward and backward. */
    static final int GRADIENT_COST = 3;
    /** Loss-equivalent cost of one Hessian-vector product. */
    static final int PRODUCT_COST = 6;

    /** Fewer samples than this are not worth leaving out. */
    private static final int FEW_SAMPLES = 2000;

    private static final int LEAST_SAMPLES = 500;
    private static final int EVERY = 10;

    private final Minimum minimum;
    private final Chart chart;
    private final Norm norm;
    private final double share;
    private final double loss;
    private final double[] slope;
    private double evaluations;

    /**
     * Creates it.
     *
     * @throws MeasurementException when the loss is not finite, or not above −1, where the ratio has no meaning
     */
    Terrain(Minimum minimum, Chart chart, Norm norm) {
        this(minimum, chart, norm, 1);
    }

    private Terrain(Minimum minimum, Chart chart, Norm norm, double share) {
        this.minimum = minimum;
        this.chart = chart;
        this.norm = norm;
        this.share = share;
        this.loss = minimum.surface().value(minimum.theta());
        this.slope = new double[minimum.theta().length];
        this.evaluations = share;
        if (!Double.isFinite(loss) || loss <= -1) {
            throw new MeasurementException("the loss at the point is " + loss
                    + "; sharpness divides by 1 + L and needs a finite loss above −1");
        }
    }

    /** The same on a fraction of the samples, spread evenly, to explore; itself where there are few. */
    Terrain coarse() {
        EmpiricalRisk risk = minimum.surface().as(EmpiricalRisk.class).orElse(null);
        if (risk == null || risk.sampleCount() < FEW_SAMPLES || risk.dimension() != minimum.theta().length) {
            return this;
        }
        int all = risk.sampleCount();
        int[] some = new int[Math.max(LEAST_SAMPLES, all / EVERY)];
        for (int i = 0; i < some.length; i++) {
            some[i] = (int) ((long) i * all / some.length);
        }
        LossSurface surface = risk.restrictedTo(some);
        return new Terrain(new Minimum(surface, minimum.theta()), chart, norm, (double) some.length / all);
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

    /** Loss-equivalents spent so far. */
    double evaluations() {
        return evaluations;
    }

    /** Loss-equivalent cost of a gradient here. */
    double gradientCost() {
        return share * GRADIENT_COST;
    }

    /** Counts products with the Hessian done outside. */
    void spendProducts(int products) {
        evaluations += share * PRODUCT_COST * products;
    }

    /** A point, the rise of the loss there and its gradient in the coordinates of the chart. */
    record Point(double[] y, double rise, double[] gradient) {
        boolean finite() {
            return Double.isFinite(rise) && Double.isFinite(Norm.LINF.of(gradient));
        }
    }

    /** The point at y, which is kept. */
    Point at(double[] y) {
        evaluations += share * GRADIENT_COST;
        double value = minimum.surface().valueAndGradient(shifted(y), slope);
        return new Point(y, value - loss, chart.pullBack(slope));
    }

    /** L(θ + d(y)) − L(θ). */
    double rise(double[] y) {
        evaluations += share;
        return minimum.surface().value(shifted(y)) - loss;
    }

    /**
     * The rise at y in a fresh pass, at a representable point that lies in the closed neighbourhood as computed: y is drawn
     * in by rounding units until it does.
     */
    double certified(double[] y, double radius) {
        double[] theta = minimum.theta();
        for (double shrink = 0; shrink < 1; shrink = shrink == 0 ? 0x1p-52 : 2 * shrink) {
            double[] drawn = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                drawn[i] = y[i] * (1 - shrink);
            }
            double[] point = shifted(drawn);
            double[] step = new double[theta.length];
            for (int i = 0; i < theta.length; i++) {
                step[i] = point[i] - theta[i];
            }
            if (chart.distance(drawn, step, norm) <= radius) {
                evaluations += share;
                double rise = minimum.surface().value(point) - loss;
                return Double.isNaN(rise) ? 0 : rise;
            }
        }
        return 0;
    }

    /** What one step along the gradient to the boundary gains; 0 where there is no gradient. */
    double oneStep(double[] gradient, double radius) {
        double slope = norm.of(gradient);
        return slope > 0 ? certified(Neighbourhood.scaled(radius, norm.steepest(gradient)), radius) : 0;
    }

    /** The Hessian at the point in the coordinates of the chart. */
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

    private double[] shifted(double[] y) {
        double[] point = chart.toParameters(y);
        double[] theta = minimum.theta();
        for (int i = 0; i < point.length; i++) {
            point[i] += theta[i];
        }
        return point;
    }
}
