package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function of two inputs, element by element; extents of 1 and missing axes in front are repeated, as NumPy broadcasts.
 *
 * @param operation the function
 */
public record Binary(Operation operation) implements LayerSpec {
    /** The functions. */
    public enum Operation {
        /** a + b. */
        ADD("add"),
        /** a − b. */
        SUBTRACT("subtract"),
        /** a b. */
        MULTIPLY("multiply"),
        /** a / b. */
        DIVIDE("divide"),
        /** max(a, b); the first where they are equal. */
        MAXIMUM("maximum"),
        /** min(a, b); the first where they are equal. */
        MINIMUM("minimum");

        private final String type;

        Operation(String type) {
            this.type = type;
        }
    }

    @Override
    public String type() {
        return operation.type;
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.alikeOrInRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("takes two inputs but has " + inputs.size());
        }
        return Arity.broadcast(inputs);
    }

    @Override
    public boolean piecewiseLinear() {
        return operation != Operation.MULTIPLY && operation != Operation.DIVIDE;
    }

    @Override
    public boolean passesPaths() {
        return operation == Operation.ADD || operation == Operation.MAXIMUM;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        UnitMap a = UnitRules.repeated(inputs.get(0), site.output().units());
        UnitMap b = UnitRules.repeated(inputs.get(1), site.output().units());
        return switch (operation) {
            case ADD, SUBTRACT -> a.agree(b);
            case MULTIPLY -> a.times(b);
            case DIVIDE -> a.over(b);
            case MAXIMUM, MINIMUM -> a.agree(b).power(1);
        };
    }

    @Override
    public List<Part> parts(Site site) {
        boolean alike = site.inputs().stream().allMatch(site.output()::equals);
        if (operation == Operation.MULTIPLY && alike) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        int a = Arity.expanded(parts, site, 0);
        int b = Arity.expanded(parts, site, 1);
        switch (operation) {
            case ADD -> parts.add(new Part(new Add(), a, b));
            case SUBTRACT -> {
                parts.add(new Part(Scale.of(-1, 0), b));
                parts.add(new Part(new Add(), a, parts.size() - 1));
            }
            case MULTIPLY -> parts.add(new Part(new Binary(operation), a, b));
            case DIVIDE -> {
                parts.add(new Part(new Activation(Activation.Function.RECIPROCAL), b));
                parts.add(new Part(new Binary(Operation.MULTIPLY), a, parts.size() - 1));
            }
            case MAXIMUM -> parts.add(new Part(new Maximum(), a, b));
            case MINIMUM -> {
                parts.add(new Part(Scale.of(-1, 0), a));
                parts.add(new Part(Scale.of(-1, 0), b));
                parts.add(new Part(new Maximum(), parts.size() - 2, parts.size() - 1));
                parts.add(new Part(Scale.of(-1, 0), parts.size() - 1));
            }
        }
        return parts;
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return Optional.of((in, parameters, buffers, out) -> {
            for (int k = 0; k < out.length(); k++) {
                out.product(k, in[0], k, in[1], k);
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ProductKernel<>(site, arithmetic);
    }
}
