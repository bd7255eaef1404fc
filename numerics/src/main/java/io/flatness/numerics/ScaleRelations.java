package io.flatness.numerics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linear relations among the logarithms of factors, solved as they come: each takes its last variable out of the game.
 *
 * <p>Coefficients are small whole numbers and their quotients, so that elimination is exact in practice; a sum that cancels
 * up to 1e-12 counts as 0.
 */
final class ScaleRelations {
    private static final double CANCELS = 1e-12;

    private final List<@Nullable ScaleForm> solved = new ArrayList<>();

    /** A new variable, larger than all before. */
    int variable() {
        solved.add(null);
        return solved.size() - 1;
    }

    /** Number of variables. */
    int count() {
        return solved.size();
    }

    /** Whether no relation has fixed the variable. */
    boolean isFree(int variable) {
        return solved.get(variable) == null;
    }

    /** Requires that a form is zero. */
    void zero(ScaleForm form) {
        ScaleForm rest = resolve(form);
        if (rest.isZero()) {
            return;
        }
        int last = rest.last();
        double power = rest.power(last);
        solved.set(last, rest.plus(ScaleForm.variable(last), -power).times(-1 / power));
    }

    /** The form in free variables alone. */
    ScaleForm resolve(ScaleForm form) {
        ScaleForm known = form;
        while (true) {
            int fixed = -1;
            for (int k = known.variables().length - 1; k >= 0 && fixed < 0; k--) {
                fixed = isFree(known.variables()[k]) ? -1 : known.variables()[k];
            }
            if (fixed < 0) {
                return cleaned(known);
            }
            ScaleForm value = solution(fixed);
            double power = known.power(fixed);
            known = known.plus(ScaleForm.variable(fixed), -power).plus(value, power);
        }
    }

    /** What a fixed variable is, in free ones where it was looked up before. */
    private ScaleForm solution(int fixed) {
        ScaleForm value = solved.get(fixed);
        if (value == null) {
            throw new AssertionError("variable " + fixed + " is free");
        }
        for (int variable : value.variables()) {
            if (!isFree(variable)) {
                ScaleForm shorter = resolve(value);
                solved.set(fixed, shorter);
                return shorter;
            }
        }
        return value;
    }

    private static ScaleForm cleaned(ScaleForm form) {
        ScaleForm clean = form;
        for (int k = 0; k < form.variables().length; k++) {
            if (Math.abs(form.powers()[k]) < CANCELS) {
                clean = clean.plus(ScaleForm.variable(form.variables()[k]), -form.powers()[k]);
            }
        }
        return clean;
    }
}
