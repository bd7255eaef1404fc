package io.flatness.metrics.sharpness;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.ArrayList;
import java.util.List;

/** Effort of a search. */
public record Effort(
        @Param(doc = "Random starts beside the chosen ones, ≥ 0.", defaultValue = "4")
        int starts,

        @Param(
                doc = "Loss-equivalent evaluations that the search may take at one radius, ≥ 50: a value counts 1, a"
                        + " gradient 3, a Hessian-vector product 6.",
                defaultValue = "2000")
        long budget) {
    private static final long SMALLEST_BUDGET = 50;
    private static final long LEVEL = 500;
    private static final int RATIO = 4;
    private static final int MOST_LEVELS = 25;

    /** Checks the ranges. */
    public Effort {
        if (starts < 0) {
            throw new InvalidParameterException("starts", "starts is " + starts + " but must be at least 0");
        }
        if (budget < SMALLEST_BUDGET) {
            throw new InvalidParameterException(
                    "budget", "budget is " + budget + " but must be at least " + SMALLEST_BUDGET);
        }
    }

    /**
     * The efforts whose best is taken, each after those that it holds, this one's stage last: budgets 500 · 4ᵏ, each
     * without random starts and then with 4ᵏ of them. A search that goes further also meets other starts on its way, so
     * that only all of them together never give less than a smaller one.
     */
    List<Effort> stages() {
        List<Effort> stages = new ArrayList<>();
        for (int count : counts()) {
            for (long level : levels()) {
                stages.add(new Effort(count, level));
            }
        }
        return stages;
    }

    /** For an effort that is a stage, the next smaller ones: of as many starts, and of as large a budget. */
    List<Effort> before() {
        List<Effort> before = new ArrayList<>();
        List<Long> levels = levels();
        if (levels.size() > 1) {
            before.add(new Effort(starts, levels.get(levels.size() - 2)));
        }
        List<Integer> counts = counts();
        if (counts.size() > 1) {
            before.add(new Effort(counts.get(counts.size() - 2), budget));
        }
        return before;
    }

    private List<Long> levels() {
        List<Long> levels = new ArrayList<>();
        if (budget < LEVEL) {
            levels.add(budget);
        }
        for (long level = LEVEL; level <= budget && levels.size() < MOST_LEVELS; level *= RATIO) {
            levels.add(level);
        }
        return levels;
    }

    private List<Integer> counts() {
        List<Integer> counts = new ArrayList<>(List.of(0));
        if (starts > 0 && starts < RATIO) {
            counts.add(starts);
        }
        for (long count = RATIO; count <= starts; count *= RATIO) {
            counts.add((int) count);
        }
        return counts;
    }
}
