package io.flatness.spi.loss;

import io.flatness.spi.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What happens to the units (features of a vector, channels of an image) of one layer's output: the row x of units
 * becomes x M with an invertible matrix M, for every input, sample and position.
 *
 * <p>Rescalings, permutations and changes of sign have one entry in each row and column of M ({@link MonomialUnitMap});
 * where an architecture allows more, units are mixed ({@link LinearUnitMap}). A layer describes what it lets pass with the
 * operations below and never looks inside, so that one rule serves single changes and whole groups of them alike. An
 * operation that would not preserve the function throws a {@link RefusedException} whose message goes on after the name
 * of the layer. Immutable.
 */
public interface UnitMap {
    /** Number of units. */
    int units();

    /** Whether nothing changes. */
    boolean isIdentity();

    /** One old unit and one factor behind each new unit. */
    default MonomialUnitMap monomial() {
        throw new RefusedException("mixes its units: only a permutation and a factor for each unit can be taken here");
    }

    /** M as rows, entry [old][new]. */
    double[][] matrix();

    /** The change that takes this one back. */
    UnitMap inverse();

    /** Through a function with f(c x) = c^degree f(x) for c &gt; 0: positive factors pass, raised to the degree. */
    UnitMap power(int degree);

    /** Through the absolute value: every factor passes without its sign. */
    UnitMap magnitude();

    /** Through an odd function: permutations and changes of sign pass. */
    UnitMap signs();

    /** Through any function of one unit: permutations alone pass. */
    UnitMap permutation();

    /** Through a function that rotations of all units leave alone: lengths are kept. */
    UnitMap rotation();

    /** The permutation in this map, its factors left behind: for a layer whose parameters take the factors in. */
    UnitMap order();

    /** Through x ↦ factor · x + shift with fixed numbers, one each or one for all units. */
    UnitMap fixed(double[] factor, double[] shift);

    /** The common change of two inputs that are added, or compared: both have to change alike. */
    UnitMap agree(UnitMap other);

    /** The change of the product of two inputs, unit by unit. */
    UnitMap times(UnitMap other);

    /** The change of the quotient of two inputs, unit by unit. */
    default UnitMap over(UnitMap other) {
        return times(other.inverse());
    }

    /** Requires that the scalar product of the two inputs' units stays as it is: M Nᵀ = I. */
    void cancel(UnitMap other);

    /** Output unit u is input unit {@code index[u]}: slices, repetitions, other orders. */
    UnitMap gather(int[] index);

    /** Output unit g is made of all input units u with {@code group(u)} = g, which have to change together. */
    UnitMap merge(int groups, IntUnaryOperator group);

    /** Several inputs one after the other, of which this map is one. */
    UnitMap join(List<UnitMap> all);

    /**
     * Requires that nothing changes, as the output of a network must not, up to the rounding of factors that cancel.
     *
     * @return the identity
     */
    UnitMap unchanged();

    /** Requires that nothing changes, for a layer without a rule by which changes pass. */
    default void still() {
        if (!isIdentity()) {
            throw new RefusedException("has no rule by which a change of its units would pass through it");
        }
    }

    /** The map that changes nothing. */
    static UnitMap identity(int units) {
        return uniform(units, 1);
    }

    /** All units times one factor. */
    static UnitMap uniform(int units, double factor) {
        double[] scale = new double[units];
        Arrays.fill(scale, factor);
        return scaling(scale);
    }

    /** Every unit times a factor of its own; takes ownership of the array. */
    static UnitMap scaling(double[] scale) {
        int[] source = new int[scale.length];
        Arrays.setAll(source, unit -> unit);
        return new MonomialUnitMap(source, scale);
    }

    /** New unit u is old unit {@code source[u]}; takes ownership of the array. */
    static UnitMap permutation(int[] source) {
        double[] scale = new double[source.length];
        Arrays.fill(scale, 1);
        return new MonomialUnitMap(source, scale);
    }

    /** The units become x M; the rows of M are copied. */
    static UnitMap mixing(double[][] matrix) {
        return LinearUnitMap.of(matrix);
    }

    /** Several maps one after the other. */
    static UnitMap concat(List<UnitMap> maps) {
        UnitMap any = maps.get(0);
        for (UnitMap map : maps) {
            any = map instanceof MonomialUnitMap ? any : map;
        }
        return any.join(maps);
    }
}
