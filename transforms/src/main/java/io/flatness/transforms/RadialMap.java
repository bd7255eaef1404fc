package io.flatness.transforms;

import io.flatness.spi.loss.Bijection;
import java.util.Arrays;

/**
 * x ↦ c' + ψ(r)/r (x − c) with r = ‖x − c‖ (Appendix A with c' = c, Figure 5 with c' = 0).
 *
 * <p>J = q I + (ψ' − q) u uᵀ with q = ψ/r and u = (x − c)/r; at the center J = ψ'(0) I.
 */
record RadialMap(double[] center, double[] image, Profile profile) implements Bijection {
    /** The pieces of J at a point: r, u, q = ψ/r and p = ψ' − q. */
    private record Frame(double r, double[] u, double q, double p) {}

    private Frame frame(double[] x) {
        double[] u = offset(x, center);
        double r = Norms.euclidean(u);
        if (r == 0) {
            return new Frame(0, u, profile.slope(0), 0);
        }
        for (int i = 0; i < u.length; i++) {
            u[i] /= r;
        }
        return new Frame(r, u, profile.value(r) / r, profile.excess(r));
    }

    private static double[] offset(double[] x, double[] from) {
        double[] offset = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            offset[i] = x[i] - from[i];
        }
        return offset;
    }

    /** to + factor (x − from); x itself, to the last bit, where nothing moves. */
    private static double[] stretched(double[] x, double[] from, double factor, double[] to) {
        if (factor == 1 && Arrays.equals(from, to)) {
            return x.clone();
        }
        double[] y = offset(x, from);
        for (int i = 0; i < y.length; i++) {
            y[i] = to[i] + factor * y[i];
        }
        return y;
    }

    @Override
    public int dimension() {
        return center.length;
    }

    @Override
    public double[] forward(double[] x) {
        double r = Norms.euclidean(offset(x, center));
        return r == 0 ? image.clone() : stretched(x, center, profile.value(r) / r, image);
    }

    @Override
    public double[] inverse(double[] y) {
        double s = Norms.euclidean(offset(y, image));
        return s == 0 ? center.clone() : stretched(y, image, profile.inverse(s) / s, center);
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        Frame frame = frame(x);
        return combine(frame.q, v, frame.p * dot(frame.u, v), frame.u);
    }

    /** J is symmetric. */
    @Override
    public double[] pullBack(double[] x, double[] w) {
        return pushForward(x, w);
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        Frame frame = frame(x);
        double along = 1 / (frame.q + frame.p) - 1 / frame.q;
        return combine(1 / frame.q, v, along * dot(frame.u, v), frame.u);
    }

    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        return inversePushForward(x, w);
    }

    /** The derivative of q w + p u (uᵀw) along v. */
    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        Frame frame = frame(x);
        if (frame.r == 0) {
            return new double[x.length];
        }
        double uv = dot(frame.u, v);
        double uw = dot(frame.u, w);
        double dq = frame.p / frame.r;
        double dp = profile.curvature(frame.r) - dq;
        double turned = frame.p / frame.r;
        double vw = dot(v, w) - uv * uw;
        double[] sum = new double[x.length];
        for (int i = 0; i < sum.length; i++) {
            double turn = v[i] - frame.u[i] * uv;
            sum[i] = dq * uv * w[i] + (dp * uv * uw + turned * vw) * frame.u[i] + turned * uw * turn;
        }
        return sum;
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        Frame frame = frame(x);
        return (center.length - 1) * Math.log(frame.q) + Math.log(frame.q + frame.p);
    }

    @Override
    public boolean affine() {
        return false;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double[] combine(double a, double[] x, double b, double[] y) {
        double[] sum = new double[x.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a * x[i] + b * y[i];
        }
        return sum;
    }
}
