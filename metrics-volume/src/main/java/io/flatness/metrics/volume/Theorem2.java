package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The certificate of Theorem 2: disjoint images of one proved box under T_α, T_α², … whose volumes do not shrink.
 *
 * <p>With S the parameters that α enlarges, m their largest absolute value and r' ≤ m/2, the largest absolute value over
 * S in image j lies in [(m − r')αʲ, (m + r')αʲ]; these intervals are disjoint as soon as α &gt; (m + r')/(m − r'), and so
 * are the images. Image j has α^{j·d} times the volume of the box, with d ≥ 0 the exponent of det T_α.
 *
 * <p>Source: Dinh et al. (2017), Theorem 2, for any pair of affine layers of any network that the scale passes through.
 */
final class Theorem2 {
    private final double radius;
    private final double alpha;
    private final LayerPair pair;
    private final double[] lowerBounds;
    private final double[] largestWeights;
    private final CertifiedBox box;

    private Theorem2(
            CertifiedBox box,
            double radius,
            double alpha,
            LayerPair pair,
            double[] lowerBounds,
            double[] largestWeights) {
        this.box = box;
        this.radius = radius;
        this.alpha = alpha;
        this.pair = pair;
        this.lowerBounds = lowerBounds;
        this.largestWeights = largestWeights;
    }

    /**
     * How far the images are followed.
     *
     * @param boxes how many at most, the box itself included
     * @param maxScale largest absolute weight in any of them
     */
    record Reach(int boxes, double maxScale) {
        /** Enough to see the growth, short enough to read. */
        static final Reach DEFAULT = new Reach(32, 1e300);
    }

    /** Why there is no certificate for a surface; empty when there may be one. */
    static Optional<String> obstacle(Minimum minimum) {
        Optional<NetworkLoss> network = minimum.surface().as(NetworkLoss.class);
        if (network.isEmpty()) {
            return Optional.of("Theorem 2 is about networks, and this surface is none");
        }
        if (!network.get().dependsOnFunctionAlone()) {
            return Optional.of("the loss depends on the parameters beside the function (weight decay), so rescaling"
                    + " changes it and the volume is finite in general");
        }
        if (families(network.get()).isEmpty()) {
            return Optional.of("the network has no two affine layers between which a scale passes through unchanged");
        }
        return Optional.empty();
    }

    /**
     * The volume of a network to which the theorem applies: infinite, with the certificate for the pair of layers whose
     * images grow fastest. Without bounds over boxes no part of it can be proved: the set is open and holds a box, but
     * nobody knows how large.
     */
    static Measurement volume(Minimum minimum, double epsilon, MetricContext context) {
        LayerPair pair = fastest(minimum.surface().as(NetworkLoss.class).orElseThrow());
        Optional<BoxBounds> bounds = minimum.surface().as(BoxBounds.class);
        if (bounds.isEmpty()) {
            return Measurement.divergent(Double.NEGATIVE_INFINITY, 0)
                    .remark(
                            "infinite by Theorem 2; the surface offers no bounds of its loss over boxes, so that no finite"
                                    + " part of the volume is certified")
                    .with("method", "theorem-2")
                    .with("layers", pair.layers())
                    .with("determinantExponent", pair.determinantExponent());
        }
        CertifiedBox box = CertifiedBox.around(minimum, bounds.get(), epsilon, context);
        return certify(minimum.theta(), box, pair, Reach.DEFAULT).measurement();
    }

    /** All pairs of affine layers; where there is none every other rescaling of a layer, as of the scales of a BatchNorm. */
    private static List<LayerPair> families(NetworkLoss network) {
        List<LayerPair> pairs = LayerPair.all(network);
        return pairs.isEmpty() ? LayerRescaling.all(network) : pairs;
    }

    /** The pair whose images grow fastest. */
    static LayerPair fastest(NetworkLoss network) {
        List<LayerPair> pairs = families(network);
        LayerPair best = pairs.get(0);
        for (LayerPair pair : pairs) {
            if (pair.determinantExponent() > best.determinantExponent()) {
                best = pair;
            }
        }
        return best;
    }

    /** Builds the certificate from a proved box. */
    static Theorem2 certify(double[] theta, CertifiedBox box, LayerPair pair, Reach reach) {
        int top = 0;
        for (int e : pair.exponents()) {
            top = Math.max(top, e);
        }
        double largest = 0;
        for (int k = 0; k < theta.length; k++) {
            if (pair.exponents()[k] == top) {
                largest = Math.max(largest, Math.abs(theta[k]));
            }
        }
        double proved = box.radius();
        if (largest == 0) {
            // The set is open: start from a point of the proved box where the scaled parameters are not all zero.
            largest = proved / 2;
            proved /= 2;
        }
        double radius = Math.min(proved, largest / 2);
        double q = (largest + radius) / (largest - radius);
        double alpha = Math.pow(2 * q, 1.0 / top);
        double logVolume = CertifiedBox.logVolume(radius, theta.length);
        double growth = pair.determinantExponent() * Math.log(alpha);
        List<Double> bounds = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        double logSum = 0;
        for (int j = 0; j < reach.boxes(); j++) {
            double weight = largestWeight(theta, radius, pair, j * Math.log(alpha));
            if (j > 0 && !(weight <= reach.maxScale() && j * Math.log(alpha) * top <= Math.log(reach.maxScale()))) {
                break;
            }
            logSum = j == 0 ? 0 : logSumExp(logSum, j * growth);
            bounds.add(logVolume + logSum);
            weights.add(weight);
        }
        return new Theorem2(
                box,
                radius,
                alpha,
                pair,
                bounds.stream().mapToDouble(Double::doubleValue).toArray(),
                weights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double largestWeight(double[] theta, double radius, LayerPair pair, double logScale) {
        double largest = 0;
        for (int k = 0; k < theta.length; k++) {
            largest =
                    Math.max(largest, Math.exp(Math.log(Math.abs(theta[k]) + radius) + pair.exponents()[k] * logScale));
        }
        return largest;
    }

    private static double logSumExp(double a, double b) {
        double larger = Math.max(a, b);
        return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
    }

    /** The certificate as a measurement: the volume is infinite, and this much of it has been proved. */
    Measurement measurement() {
        return Measurement.divergent(lowerBounds[lowerBounds.length - 1], lowerBounds.length)
                .with("method", "theorem-2")
                .with("radius", radius)
                .with("provedRadius", box.radius())
                .with("logBoxVolume", lowerBounds[0])
                .with("alpha", alpha)
                .with("layers", pair.layers())
                .with("determinantExponent", pair.determinantExponent())
                .with("lowerBounds", lowerBounds)
                .with("largestWeights", largestWeights)
                .with("boundsComputed", box.bounds());
    }
}
