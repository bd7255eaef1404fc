package io.flatness.networks.io;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums of products by Einstein's rule, as products of matrices: two operands at a time, from the left. */
final class OnnxEinsum {
    private OnnxEinsum() {}

    static void addTo(Map<String, OnnxOperator> general) {
        general.put("Einsum", OnnxEinsum::read);
    }

    /** A value and the letters of its axes. */
    private record Term(String value, String letters) {}

    private static OnnxValue read(OnnxNode node, OnnxImport model) {
        String equation = node.text("equation", "").replace(" ", "");
        int arrow = equation.indexOf("->");
        if (arrow < 0 || equation.contains(".")) {
            throw node.refused("has the equation " + equation + "; one with an arrow and without dots is supported");
        }
        String result = equation.substring(arrow + 2);
        String[] letters = equation.substring(0, arrow).split(",", -1);
        OnnxSteps steps = new OnnxSteps(node, model);
        Term product = null;
        for (int i = 0; i < letters.length; i++) {
            Set<String> later = new LinkedHashSet<>(List.of(result.split("")));
            for (int k = i + 1; k < letters.length; k++) {
                later.addAll(List.of(letters[k].split("")));
            }
            Term term = new Term(node.input(i), letters[i]);
            if (letters[i].chars().distinct().count() < letters[i].length()) {
                throw node.refused("takes a diagonal, as its equation " + equation + " says; that is not supported");
            }
            product = product == null ? summed(steps, term, later, letters, 1) : product(steps, product, term, later);
        }
        Term all = product == null ? new Term("", "") : product;
        all = summed(steps, all, new LinkedHashSet<>(List.of(result.split(""))), letters, 0);
        List<Integer> order = new ArrayList<>();
        for (char letter : result.toCharArray()) {
            order.add(all.letters().indexOf(letter));
        }
        return steps.value(steps.transposed(all.value(), order));
    }

    /** Sums over the axes that are not wanted; those of later operands from {@code first} on are. */
    private static Term summed(OnnxSteps steps, Term term, Set<String> wanted, String[] letters, int first) {
        Set<String> kept = new LinkedHashSet<>(wanted);
        for (int i = first; first > 0 && i < letters.length; i++) {
            kept.addAll(List.of(letters[i].split("")));
        }
        StringBuilder rest = new StringBuilder();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < term.letters().length(); i++) {
            String letter = term.letters().substring(i, i + 1);
            if (kept.contains(letter)) {
                rest.append(letter);
            } else {
                axes.add(i);
            }
        }
        return axes.isEmpty()
                ? term
                : new Term(
                        steps.reduced(
                                "ReduceSum",
                                term.value(),
                                false,
                                axes.stream().mapToInt(Integer::intValue).toArray()),
                        rest.toString());
    }

    /** [shared and kept, left, summed] · [shared and kept, summed, right]. */
    private static Term product(OnnxSteps steps, Term left, Term right, Set<String> wanted) {
        StringBuilder batch = new StringBuilder();
        StringBuilder rows = new StringBuilder();
        StringBuilder inner = new StringBuilder();
        StringBuilder columns = new StringBuilder();
        for (String letter : left.letters().split("")) {
            boolean shared = right.letters().contains(letter);
            (!shared ? rows : wanted.contains(letter) ? batch : inner).append(letter);
        }
        for (String letter : right.letters().split("")) {
            if (!left.letters().contains(letter)) {
                columns.append(letter);
            }
        }
        String a = matrices(steps, left, batch.toString(), rows.toString(), inner.toString());
        String b = matrices(steps, right, batch.toString(), inner.toString(), columns.toString());
        String product = steps.step("MatMul", a, b);
        List<Integer> extents = new ArrayList<>();
        String letters = "" + batch + rows + columns;
        for (String letter : letters.split("")) {
            Term of = left.letters().contains(letter) ? left : right;
            if (!letter.isEmpty()) {
                extents.add(steps.extents(of.value()).get(of.letters().indexOf(letter)));
            }
        }
        return new Term(steps.reshaped(product, extents), letters);
    }

    /** The axes of one group after those of the other, each of the last two groups folded into one. */
    private static String matrices(OnnxSteps steps, Term term, String batch, String rows, String columns) {
        List<Integer> order = new ArrayList<>();
        List<Integer> from = steps.extents(term.value());
        List<Integer> extents = new ArrayList<>();
        for (char letter : batch.toCharArray()) {
            order.add(term.letters().indexOf(letter));
            extents.add(from.get(term.letters().indexOf(letter)));
        }
        for (String group : List.of(rows, columns)) {
            int folded = 1;
            for (char letter : group.toCharArray()) {
                order.add(term.letters().indexOf(letter));
                folded *= from.get(term.letters().indexOf(letter));
            }
            extents.add(folded);
        }
        return steps.reshaped(steps.transposed(term.value(), order), extents);
    }
}
