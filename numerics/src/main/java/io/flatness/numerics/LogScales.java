package io.flatness.numerics;

import io.flatness.spi.loss.MonomialUnitMap;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Positive factors of units that are not known yet: their logarithms are linear forms, and what a layer cannot let pass
 * becomes a relation among them instead of a refusal.
 *
 * @param forms one for each unit; never written to
 * @param relations where relations are kept
 */
record LogScales(ScaleForm[] forms, ScaleRelations relations) implements UnitMap {
    /** The forms of a map: none for a unit that keeps its size. */
    static ScaleForm[] of(UnitMap map) {
        if (map instanceof LogScales scales) {
            return scales.forms;
        }
        if (!map.isIdentity()) {
            throw new IllegalArgumentException("a group of rescalings has no fixed changes of units");
        }
        ScaleForm[] none = new ScaleForm[map.units()];
        Arrays.fill(none, ScaleForm.ZERO);
        return none;
    }

    private LogScales with(ScaleForm[] others) {
        return new LogScales(others, relations);
    }

    private LogScales none() {
        ScaleForm[] none = new ScaleForm[forms.length];
        Arrays.fill(none, ScaleForm.ZERO);
        return with(none);
    }

    @Override
    public int units() {
        return forms.length;
    }

    @Override
    public boolean isIdentity() {
        return Arrays.stream(forms).allMatch(form -> relations.resolve(form).isZero());
    }

    @Override
    public MonomialUnitMap monomial() {
        throw new IllegalStateException("the factors are not known yet");
    }

    @Override
    public double[][] matrix() {
        throw new IllegalStateException("the factors are not known yet");
    }

    @Override
    public UnitMap inverse() {
        return power(-1);
    }

    @Override
    public UnitMap power(int degree) {
        return with(Arrays.stream(forms).map(form -> form.times(degree)).toArray(ScaleForm[]::new));
    }

    @Override
    public UnitMap magnitude() {
        return this;
    }

    @Override
    public UnitMap signs() {
        return unchanged();
    }

    @Override
    public UnitMap permutation() {
        return unchanged();
    }

    @Override
    public UnitMap rotation() {
        return unchanged();
    }

    @Override
    public UnitMap order() {
        return none();
    }

    @Override
    public UnitMap fixed(double[] factor, double[] shift) {
        for (int unit = 0; unit < forms.length; unit++) {
            if (shift[shift.length == 1 ? 0 : unit] != 0) {
                relations.zero(forms[unit]);
            }
        }
        return this;
    }

    @Override
    public UnitMap agree(UnitMap other) {
        ScaleForm[] theirs = of(other);
        for (int unit = 0; unit < forms.length; unit++) {
            relations.zero(forms[unit].plus(theirs[unit], -1));
        }
        return this;
    }

    @Override
    public UnitMap times(UnitMap other) {
        ScaleForm[] theirs = of(other);
        ScaleForm[] sums = new ScaleForm[forms.length];
        Arrays.setAll(sums, unit -> forms[unit].plus(theirs[unit], 1));
        return with(sums);
    }

    @Override
    public void cancel(UnitMap other) {
        times(other).unchanged();
    }

    @Override
    public UnitMap gather(int[] index) {
        return with(Arrays.stream(index).mapToObj(unit -> forms[unit]).toArray(ScaleForm[]::new));
    }

    @Override
    public UnitMap merge(int groups, IntUnaryOperator group) {
        ScaleForm[] common = new ScaleForm[groups];
        for (int unit = 0; unit < forms.length; unit++) {
            int g = group.applyAsInt(unit);
            if (common[g] == null) {
                common[g] = forms[unit];
            } else {
                relations.zero(forms[unit].plus(common[g], -1));
            }
        }
        return with(common);
    }

    @Override
    public UnitMap join(List<UnitMap> all) {
        return with(all.stream().flatMap(map -> Arrays.stream(of(map))).toArray(ScaleForm[]::new));
    }

    @Override
    public void still() {
        unchanged();
    }

    @Override
    public UnitMap unchanged() {
        Arrays.stream(forms).forEach(relations::zero);
        return none();
    }
}
