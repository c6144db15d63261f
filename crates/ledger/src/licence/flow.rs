//! Maximum flow of least cost.
//!
//! Primal and dual by turns: shortest distances under reduced costs, then a blocking flow along arcs that lie on
//! shortest paths, until the sink is out of reach. Each step keeps the flow one of least cost among those of its
//! size, so the last is a maximum flow of least cost.

#![expect(clippy::indexing_slicing, reason = "nodes and arcs are numbers that the network itself gave out")]

use std::{cmp::Reverse, collections::BinaryHeap};

/// A network under construction, and then its flow.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    first: Vec<usize>,
    next: Vec<usize>,
    to: Vec<usize>,
    capacity: Vec<u64>,
    cost: Vec<i64>,
}

const NONE: usize = usize::MAX;

impl Network {
    pub(crate) fn node(&mut self) -> usize {
        self.first.push(NONE);
        self.first.len() - 1
    }

    /// Adds an arc and gives its number.
    pub(crate) fn arc(&mut self, from: usize, to: usize, capacity: u64, cost: u32) -> usize {
        let arc = self.to.len();
        for (from, to, capacity, cost) in
            [(from, to, capacity, i64::from(cost)), (to, from, 0, -i64::from(cost))]
        {
            self.next.push(self.first[from]);
            self.first[from] = self.to.len();
            self.to.push(to);
            self.capacity.push(capacity);
            self.cost.push(cost);
        }
        arc
    }

    /// What flows along an arc.
    pub(crate) fn flow(&self, arc: usize) -> u64 {
        self.capacity[arc ^ 1]
    }

    /// Sends as much as can be sent, at least cost, and gives how much.
    pub(crate) fn solve(&mut self, source: usize, sink: usize) -> u64 {
        let mut potential = vec![0_i64; self.first.len()];
        let mut sent = 0;
        while let Some(distance) = self.distances(source, sink, &potential) {
            let farthest = distance[sink];
            for (node, distance) in distance.iter().enumerate() {
                potential[node] += (*distance).min(farthest);
            }
            while let Some(level) = self.levels(source, sink, &potential) {
                sent += self.blocking(source, sink, &potential, &level);
            }
        }
        sent
    }

    /// What can still be reached from some nodes.
    pub(crate) fn reachable(&self, from: &[usize]) -> Vec<bool> {
        let mut seen = vec![false; self.first.len()];
        let mut open: Vec<usize> = from.to_vec();
        for node in from {
            seen[*node] = true;
        }
        while let Some(node) = open.pop() {
            for arc in self.arcs(node) {
                if self.capacity[arc] > 0 && !seen[self.to[arc]] {
                    seen[self.to[arc]] = true;
                    open.push(self.to[arc]);
                }
            }
        }
        seen
    }

    fn arcs(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let mut arc = self.first[node];
        std::iter::from_fn(move || {
            let this = arc;
            (this != NONE).then(|| {
                arc = self.next[this];
                this
            })
        })
    }

    /// Distances under reduced costs, which are never negative; `None` where the sink is out of reach.
    fn distances(&self, source: usize, sink: usize, potential: &[i64]) -> Option<Vec<i64>> {
        let mut distance = vec![i64::MAX; self.first.len()];
        let mut open = BinaryHeap::from([Reverse((0_i64, source))]);
        distance[source] = 0;
        while let Some(Reverse((far, node))) = open.pop() {
            if far > distance[node] {
                continue;
            }
            for arc in self.arcs(node).filter(|arc| self.capacity[*arc] > 0) {
                let to = self.to[arc];
                let there = far + self.cost[arc] + potential[node] - potential[to];
                if there < distance[to] {
                    distance[to] = there;
                    open.push(Reverse((there, to)));
                }
            }
        }
        (distance[sink] < i64::MAX).then_some(distance)
    }

    fn is_tight(&self, arc: usize, from: usize, potential: &[i64]) -> bool {
        self.capacity[arc] > 0 && self.cost[arc] + potential[from] == potential[self.to[arc]]
    }

    /// Steps from the source along arcs of shortest paths; `None` where the sink is out of reach.
    fn levels(&self, source: usize, sink: usize, potential: &[i64]) -> Option<Vec<u32>> {
        let mut level = vec![u32::MAX; self.first.len()];
        level[source] = 0;
        let mut open = std::collections::VecDeque::from([source]);
        while let Some(node) = open.pop_front() {
            for arc in self.arcs(node) {
                let to = self.to[arc];
                if level[to] == u32::MAX && self.is_tight(arc, node, potential) {
                    level[to] = level[node] + 1;
                    open.push_back(to);
                }
            }
        }
        (level[sink] != u32::MAX).then_some(level)
    }

    /// Fills shortest paths until each has a full arc.
    fn blocking(&mut self, source: usize, sink: usize, potential: &[i64], level: &[u32]) -> u64 {
        let mut tried = self.first.clone();
        let mut path: Vec<usize> = Vec::new();
        let (mut node, mut sent) = (source, 0);
        loop {
            if node == sink {
                let amount = path.iter().map(|arc| self.capacity[*arc]).min().unwrap_or(0);
                sent += amount;
                for arc in &path {
                    self.capacity[*arc] -= amount;
                    self.capacity[*arc ^ 1] += amount;
                }
                let full = path.iter().position(|arc| self.capacity[*arc] == 0).unwrap_or(0);
                path.truncate(full);
                node = path.last().map_or(source, |arc| self.to[*arc]);
                continue;
            }
            let arc = tried[node];
            if arc == NONE {
                let Some(back) = path.pop() else { return sent };
                node = self.to[back ^ 1];
                tried[node] = self.next[tried[node]];
            } else if self.is_tight(arc, node, potential) && level[self.to[arc]] == level[node] + 1 {
                path.push(arc);
                node = self.to[arc];
            } else {
                tried[node] = self.next[arc];
            }
        }
    }
}
