package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * New unit u is scale[u] times old unit source[u]: rescalings, permutations and changes of sign.
 *
 * @param source old unit behind each new one, a permutation of 0 … units−1
 * @param scale factor of each new unit, never 0
 */
public record MonomialUnitMap(int[] source, double[] scale) implements UnitMap {
    /** Products of a few factors that cancel miss 1 by this much: 4 units in the last place of 1. */
    private static final double CANCELS = 4 * Math.ulp(1.0);

    /** Checks that it is a permutation with factors that can be taken back. */
    public MonomialUnitMap {
        if (source.length != scale.length) {
            throw new IllegalArgumentException(source.length + " sources but " + scale.length + " scales");
        }
        boolean[] seen = new boolean[source.length];
        for (int unit = 0; unit < source.length; unit++) {
            if (source[unit] < 0 || source[unit] >= source.length || seen[source[unit]]) {
                throw new IllegalArgumentException(
                        "the units " + Arrays.toString(source) + " are no permutation of 0 … " + (source.length - 1));
            }
            seen[source[unit]] = true;
            if (!Double.isFinite(scale[unit]) || scale[unit] == 0) {
                throw new IllegalArgumentException(
                        "the factor of unit " + unit + " is " + scale[unit] + "; it must be finite and not 0");
            }
        }
    }

    @Override
    public int units() {
        return source.length;
    }

    @Override
    public boolean isIdentity() {
        for (int unit = 0; unit < source.length; unit++) {
            if (source[unit] != unit || scale[unit] != 1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public MonomialUnitMap monomial() {
        return this;
    }

    @Override
    public double[][] matrix() {
        double[][] matrix = new double[units()][units()];
        for (int unit = 0; unit < units(); unit++) {
            matrix[source[unit]][unit] = scale[unit];
        }
        return matrix;
    }

    @Override
    public UnitMap inverse() {
        int[] back = new int[units()];
        double[] factor = new double[units()];
        for (int unit = 0; unit < units(); unit++) {
            back[source[unit]] = unit;
            factor[source[unit]] = 1 / scale[unit];
        }
        return new MonomialUnitMap(back, factor);
    }

    @Override
    public UnitMap power(int degree) {
        double[] raised = new double[units()];
        for (int unit = 0; unit < raised.length; unit++) {
            if (!(scale[unit] > 0)) {
                throw new RefusedException("is homogeneous for positive scales only: scaling its input by "
                        + scale[unit] + " (unit " + unit + ") would change the function");
            }
            raised[unit] = degree == 1 ? scale[unit] : Math.pow(scale[unit], degree);
        }
        return new MonomialUnitMap(source, raised);
    }

    @Override
    public UnitMap magnitude() {
        return new MonomialUnitMap(source, Arrays.stream(scale).map(Math::abs).toArray());
    }

    @Override
    public UnitMap signs() {
        for (int unit = 0; unit < scale.length; unit++) {
            if (Math.abs(scale[unit]) != 1) {
                throw new RefusedException("is odd but not homogeneous: scaling its input by " + scale[unit] + " (unit "
                        + unit + ") would change the function; only −1 and 1 pass");
            }
        }
        return this;
    }

    @Override
    public UnitMap permutation() {
        for (int unit = 0; unit < scale.length; unit++) {
            if (scale[unit] != 1) {
                throw new RefusedException("is not homogeneous: scaling its input by " + scale[unit] + " (unit " + unit
                        + ") would change the function");
            }
        }
        return this;
    }

    @Override
    public UnitMap rotation() {
        for (int unit = 0; unit < scale.length; unit++) {
            if (Math.abs(scale[unit]) != 1) {
                throw new RefusedException("measures the length of its input: scaling it by " + scale[unit] + " (unit "
                        + unit + ") would change the function; only rotations pass");
            }
        }
        return this;
    }

    @Override
    public UnitMap order() {
        return UnitMap.permutation(source);
    }

    /** Output u is f_u x_u + b_u. When x_u becomes s x_v, it is old output v times t = s f_u / f_v, if b_u = t b_v. */
    @Override
    public UnitMap fixed(double[] factor, double[] shift) {
        double[] passed = new double[units()];
        for (int unit = 0; unit < passed.length; unit++) {
            int from = source[unit];
            double own = factor[factor.length == 1 ? 0 : unit];
            double other = factor[factor.length == 1 ? 0 : from];
            double t = from == unit || own == other ? scale[unit] : scale[unit] * own / other;
            boolean kept = shift[shift.length == 1 ? 0 : unit] == t * shift[shift.length == 1 ? 0 : from];
            if (!Double.isFinite(t) || t == 0 || !kept) {
                throw new RefusedException("holds fixed numbers: a change of its input (unit " + unit + " from unit "
                        + from + ", scaled by " + scale[unit] + ") would change the function");
            }
            passed[unit] = t;
        }
        return new MonomialUnitMap(source, passed);
    }

    @Override
    public UnitMap agree(UnitMap other) {
        if (!(other instanceof MonomialUnitMap map)) {
            return other.agree(this);
        }
        for (int unit = 0; unit < units(); unit++) {
            if (source[unit] != map.source[unit]) {
                throw new RefusedException(
                        "joins units of several layers: they would have to be permuted alike, but unit " + unit
                                + " would come from " + source[unit] + " and from " + map.source[unit]);
            }
            if (!(Math.abs(scale[unit] - map.scale[unit]) <= CANCELS * Math.abs(scale[unit]))) {
                throw new RefusedException(
                        "joins units of several layers: they would have to be scaled alike, but unit " + unit
                                + " would be scaled by " + scale[unit] + " and by " + map.scale[unit]);
            }
        }
        return this;
    }

    @Override
    public UnitMap times(UnitMap other) {
        if (!(other instanceof MonomialUnitMap map)) {
            return other.times(this);
        }
        double[] product = new double[units()];
        for (int unit = 0; unit < units(); unit++) {
            if (source[unit] != map.source[unit]) {
                throw new RefusedException("multiplies units of two layers: they would have to be permuted alike, but"
                        + " unit " + unit + " would come from " + source[unit] + " and from " + map.source[unit]);
            }
            product[unit] = scale[unit] * map.scale[unit];
        }
        return new MonomialUnitMap(source, product);
    }

    @Override
    public void cancel(UnitMap other) {
        if (!(other instanceof MonomialUnitMap map)) {
            other.cancel(this);
            return;
        }
        for (int unit = 0; unit < units(); unit++) {
            if (source[unit] != map.source[unit] || !(Math.abs(scale[unit] * map.scale[unit] - 1) <= CANCELS)) {
                throw new RefusedException("takes scalar products of two inputs: their changes would have to cancel,"
                        + " but unit " + unit + " would come from " + source[unit] + " times " + scale[unit]
                        + " and from " + map.source[unit] + " times " + map.scale[unit]);
            }
        }
    }

    @Override
    public UnitMap gather(int[] index) {
        Occurrences places = new Occurrences(units(), index);
        int[] from = new int[index.length];
        double[] passed = new double[index.length];
        for (int unit = 0; unit < index.length; unit++) {
            from[unit] = places.at(source[index[unit]], places.rank(unit));
            passed[unit] = scale[index[unit]];
        }
        return new MonomialUnitMap(from, passed);
    }

    @Override
    public UnitMap merge(int groups, IntUnaryOperator group) {
        int[] from = new int[groups];
        double[] common = new double[groups];
        boolean[] known = new boolean[groups];
        for (int unit = 0; unit < units(); unit++) {
            int g = group.applyAsInt(unit);
            int behind = group.applyAsInt(source[unit]);
            if (known[g] && (from[g] != behind || common[g] != scale[unit])) {
                throw new RefusedException("takes several units together: the units of group " + g
                        + " would have to be scaled and moved together");
            }
            known[g] = true;
            from[g] = behind;
            common[g] = scale[unit];
        }
        return new MonomialUnitMap(from, common);
    }

    @Override
    public UnitMap join(List<UnitMap> all) {
        int units = all.stream().mapToInt(UnitMap::units).sum();
        int[] from = new int[units];
        double[] factors = new double[units];
        int at = 0;
        for (UnitMap map : all) {
            MonomialUnitMap part = map.monomial();
            for (int unit = 0; unit < part.units(); unit++) {
                from[at + unit] = at + part.source[unit];
                factors[at + unit] = part.scale[unit];
            }
            at += part.units();
        }
        return new MonomialUnitMap(from, factors);
    }

    @Override
    public UnitMap unchanged() {
        for (int unit = 0; unit < units(); unit++) {
            if (source[unit] != unit) {
                throw new RefusedException("would move output " + source[unit] + " of the network to place " + unit);
            }
            if (!(Math.abs(scale[unit] - 1) <= CANCELS)) {
                throw new RefusedException("would multiply output " + unit + " of the network by " + scale[unit]
                        + ": the factors must cancel before the output");
            }
        }
        return UnitMap.identity(units());
    }
}
