package io.flatness.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenTest {
    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void aDifferenceIsNamedByWhereItIsWithBothValues() throws JsonProcessingException {
        JsonNode before =
                json("{'points': [{'problem': 'p', 'transform': 't', 'loss': 2, 'noise': 1e-17, 'kind': 'exact'}]}");
        JsonNode after = json(
                "{'points': [{'problem': 'p', 'transform': 't', 'loss': 2.5, 'noise': 3e-16, 'kind': 'estimate'}]}");
        assertEquals(
                List.of(
                        "/points/p t/kind: \"exact\" became \"estimate\"",
                        "/points/p t/loss: 2.0 became 2.5, 0.2 apart"),
                Golden.differences(before, after));
        assertEquals(List.of(), Golden.differences(before, before));
    }

    @Test
    void whatIsNewOrGoneOrOfAnotherLengthIsADifference() throws JsonProcessingException {
        assertEquals(
                List.of("/a: 1 became nothing", "/b: nothing became 2", "/c: [1] became [1,2]"),
                Golden.differences(json("{'a': 1, 'c': [1]}"), json("{'b': 2, 'c': [1, 2]}")));
    }
}
