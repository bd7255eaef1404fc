package io.flatness.transforms;

import io.flatness.spi.loss.Bijection;

/** g⁻¹ as a bijection of its own. */
record InverseBijection(Bijection bijection) implements Bijection {
    @Override
    public int dimension() {
        return bijection.dimension();
    }

    @Override
    public double[] forward(double[] y) {
        return bijection.inverse(y);
    }

    @Override
    public double[] inverse(double[] x) {
        return bijection.forward(x);
    }

    @Override
    public double[] pushForward(double[] y, double[] v) {
        return bijection.inversePushForward(bijection.inverse(y), v);
    }

    @Override
    public double[] pullBack(double[] y, double[] w) {
        return bijection.inversePullBack(bijection.inverse(y), w);
    }

    @Override
    public double[] inversePushForward(double[] y, double[] v) {
        return bijection.pushForward(bijection.inverse(y), v);
    }

    @Override
    public double[] inversePullBack(double[] y, double[] w) {
        return bijection.pullBack(bijection.inverse(y), w);
    }

    /** Differentiating g(g⁻¹(y)) = y twice: Σ wᵢ∇²(g⁻¹)ᵢ = −J⁻ᵀ (Σ uₖ∇²gₖ) J⁻¹ with u = J⁻ᵀw. */
    @Override
    public double[] secondOrder(double[] y, double[] w, double[] v) {
        double[] x = bijection.inverse(y);
        double[] curved = bijection.secondOrder(x, bijection.inversePullBack(x, w), bijection.inversePushForward(x, v));
        double[] product = bijection.inversePullBack(x, curved);
        for (int i = 0; i < product.length; i++) {
            product[i] = -product[i];
        }
        return product;
    }

    @Override
    public double logAbsDeterminant(double[] y) {
        return -bijection.logAbsDeterminant(bijection.inverse(y));
    }

    @Override
    public boolean affine() {
        return bijection.affine();
    }
}
