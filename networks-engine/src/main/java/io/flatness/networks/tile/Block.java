package io.flatness.networks.tile;

import io.flatness.networks.elementary.Exponential;
import io.flatness.networks.elementary.Logarithm;
import io.flatness.networks.elementary.Normal;

/** Some arguments of a {@link Pointwise} function, its values and derivatives there, and space to find them in. */
public final class Block {
    /** Most arguments of a block: its arrays stay in the first-level cache. */
    public static final int LENGTH = Exponential.LENGTH;

    /** The arguments; not to be written to by functions. */
    public final double[] x = new double[LENGTH];

    /** φ(x). */
    public final double[] value = new double[LENGTH];

    /** φ'(x). */
    public final double[] first = new double[LENGTH];

    /** φ''(x). */
    public final double[] second = new double[LENGTH];

    /** Free to use. */
    public final double[] a = new double[LENGTH];

    /** Free to use. */
    public final double[] b = new double[LENGTH];

    /** Exponentials. */
    public final Exponential exponential = new Exponential();

    /** Logarithms. */
    public final Logarithm logarithm = new Logarithm();

    /** The normal distribution. */
    public final Normal normal = new Normal();
}
